//! Which model a processor is called by, and what it has beyond it or lacks.

use super::tables::{Model, Set, Signature, feature, models, unmovable};
use crate::{Choice, CpuError, Offer};
use std::cmp::Ordering;

/// What is known of a processor.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    pub(super) features: Set,
    pub(super) vendor: Option<&'static str>,
    pub(super) signature: Option<Signature>,
}

/// Who is to be called by the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    Guest,
    /// A host never lacks anything of its model.
    Host,
}

/// A processor in the words of a model.
struct Candidate {
    model: &'static Model,
    beyond: Set,
    lacking: Set,
    /// What the model once had, and neither list names.
    removed: Set,
}

impl Candidate {
    fn new(known: Known, model: &'static Model, offer: Option<&Offer<'_>>, who: For) -> Self {
        let beyond = known.features.without(model.features);
        let mut lacking = model.features.without(known.features);
        // What keeps the hypervisor's model of that name from running has to be switched off, too.
        for at in offer
            .iter()
            .flat_map(|o| o.blockers)
            .filter_map(|name| feature(name))
        {
            if !beyond.has(at) {
                lacking.insert(at);
            }
        }
        let removed = match who {
            For::Guest => model.removed.without(beyond.or(lacking)),
            For::Host => Set::default(),
        };
        Candidate {
            model,
            beyond,
            lacking,
            removed,
        }
    }

    /// The weight of what is switched off, and of everything. As in libvirt 9.0, each feature switched off weighs
    /// one more than the one before, beginning with two, and half of them count as if switched on.
    fn weight(&self, who: For) -> (u32, u32) {
        let off = self.lacking.len() + self.removed.len();
        let beyond = self.beyond.len();
        if who == For::Host {
            return (0, beyond + off);
        }
        let heavy = off.div_ceil(2);
        let weight = 2 * heavy + heavy * heavy.saturating_sub(1) / 2;
        (weight, beyond + off - heavy + weight)
    }

    fn better(&self, than: &Candidate, known: Known, preferred: bool, who: For) -> bool {
        if let Some(signature) = known.signature {
            // A model of the very processor is better than any other.
            match self.model.is(signature).cmp(&than.model.is(signature)) {
                Ordering::Greater => return true,
                Ordering::Less => return false,
                Ordering::Equal => {}
            }
        }
        let ((off, all), (than_off, than_all)) = (self.weight(who), than.weight(who));
        all < than_all || (all == than_all && off < than_off) || (preferred && off < than_off)
    }

    fn choice(self, vendor: Option<&'static str>, movable: bool) -> Choice {
        let kept = |set: Set| if movable { set.without(unmovable()) } else { set };
        let on = kept(self.beyond).names().map(|name| (name, true));
        let off = kept(self.lacking).names().chain(kept(self.removed).names());
        Choice {
            model: self.model.name.to_owned(),
            vendor: vendor.map(str::to_owned),
            features: on.chain(off.map(|name| (name, false))).collect(),
        }
    }
}

/// Some Haswells have transactions that do not work.
fn without_broken_transactions(mut known: Known) -> Known {
    let Some(Signature {
        family: 6,
        model,
        stepping,
    }) = known.signature
    else {
        return known;
    };
    let broken = matches!(model, 60 | 69 | 70) || (model == 63 && stepping < 4);
    if known.vendor == Some("Intel") && broken {
        let transactions = Set::of(|name| matches!(name, "hle" | "rtm"));
        known.features = known.features.without(transactions);
    }
    known
}

/// Chooses the model, newest first, of those that the hypervisor offers (any, where nothing is said of it) and
/// that are of the processor's maker. `preferred` are names by which it was called before: a single one is
/// chosen if it can be. With `movable` nothing is named that a guest cannot take along.
pub(super) fn choose(
    known: Known,
    offers: Option<&[Offer<'_>]>,
    preferred: &[&str],
    movable: bool,
    who: For,
) -> Result<Choice, CpuError> {
    let known = without_broken_transactions(known);
    let mut best: Option<Candidate> = None;
    for model in models().iter().rev() {
        let offer = offers.map(|offers| offers.iter().find(|o| o.name == model.name));
        let other_maker = known.vendor.is_some() && model.vendor.is_some() && known.vendor != model.vendor;
        let for_them = match who {
            For::Guest => model.guest,
            For::Host => model.host,
        };
        if offer == Some(None) || other_maker || !for_them {
            continue;
        }
        let candidate = Candidate::new(known, model, offer.flatten(), who);
        if who == For::Host && candidate.lacking.len() > 0 {
            continue;
        }
        let liked = preferred.contains(&model.name);
        if liked && preferred.len() == 1 {
            best = Some(candidate);
            break;
        }
        if best
            .as_ref()
            .is_none_or(|best| candidate.better(best, known, liked, who))
        {
            best = Some(candidate);
        }
    }
    let best = best.ok_or(CpuError::NoneFits)?;
    Ok(best.choice(known.vendor, movable))
}
