//! Makes a script that shows a difference as short as can be: first fewer calls, then plainer arguments.

use super::call::Kind;
use super::difference::{Difference, Verdict};
use super::peers::Peers;
use super::script::Script;
use super::value::Arg;
use ferrovirt_tests::harness::case::Outcome;

/// Most scripts that are tried for one difference.
const TRIES: usize = 150;

struct Shrinking<'p> {
    peers: &'p mut Peers,
    best: Script,
    found: Difference,
    tries: usize,
}

/// The shortest script found that shows a difference with the same signature, and that difference.
pub async fn shrink(peers: &mut Peers, script: Script, found: Difference) -> Outcome<(Script, Difference)> {
    let mut work = Shrinking {
        peers,
        best: script,
        found,
        tries: TRIES,
    };
    if let Some(step) = work.found.step {
        let mut shorter = work.best.clone();
        shorter.steps.truncate(step + 1);
        work.take(shorter).await?;
    }
    work.fewer_calls().await?;
    work.plainer_arguments().await?;
    Ok((work.best, work.found))
}

impl Shrinking<'_> {
    /// Keeps a candidate when it shows the same.
    async fn take(&mut self, candidate: Script) -> Outcome<bool> {
        if self.tries == 0 {
            return Ok(false);
        }
        self.tries -= 1;
        match self.peers.compare(&candidate).await? {
            Verdict::Different(found) if found.signature == self.found.signature => {
                self.best = candidate;
                self.found = found;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn fewer_calls(&mut self) -> Outcome {
        let mut size = self.best.steps.len() / 2;
        while size > 0 {
            let mut at = 0;
            while at < self.best.steps.len() {
                let mut candidate = self.best.clone();
                let end = (at + size).min(candidate.steps.len());
                candidate.steps.drain(at..end);
                if candidate.steps.is_empty() || !self.take(candidate).await? {
                    at += size;
                }
            }
            size /= 2;
        }
        Ok(())
    }

    async fn plainer_arguments(&mut self) -> Outcome {
        for step in 0..self.best.steps.len() {
            let kinds = self.best.steps[step].call.kinds;
            for (place, kind) in kinds.iter().enumerate() {
                let mut at = 0;
                while let Some(arg) = plainer(*kind, &self.best.steps[step].args[place], at) {
                    let mut candidate = self.best.clone();
                    candidate.steps[step].args[place] = arg;
                    if !self.take(candidate).await? {
                        at += 1;
                    }
                    if self.tries == 0 {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }
}

/// The plainer form number `at` of an argument; none when there are no more.
fn plainer(kind: Kind, arg: &Arg, at: usize) -> Option<Arg> {
    match (kind, arg) {
        (Kind::Flags(_), Arg::Number(flags)) if *flags != 0 => {
            // One bit less at a time.
            let bit = (0..32).filter(|bit| flags >> bit & 1 == 1).nth(at)?;
            Some(Arg::Number(flags & !(1 << bit)))
        }
        (Kind::Document(_) | Kind::MaybeDocument(_), Arg::Text(text)) => {
            let lines: Vec<&str> = text.lines().collect();
            // An element that begins and ends on its line can go alone.
            let (line, _) = lines
                .iter()
                .enumerate()
                .filter(|(_, line)| is_whole(line))
                .nth(at)?;
            let rest: Vec<&str> = lines
                .iter()
                .enumerate()
                .filter(|(n, _)| *n != line)
                .map(|(_, line)| *line)
                .collect();
            Some(Arg::Text(rest.join("\n") + "\n"))
        }
        (Kind::Params(_), Arg::Params(params)) if at < params.len() && params.len() > 1 => {
            let mut params = params.clone();
            params.remove(at);
            Some(Arg::Params(params))
        }
        (_, Arg::Texts(texts)) if at < texts.len() => {
            let mut texts = texts.clone();
            texts.remove(at);
            Some(Arg::Texts(texts))
        }
        _ => None,
    }
}

fn is_whole(line: &str) -> bool {
    let Some(name) = line.strip_prefix('<').filter(|rest| !rest.starts_with('/')) else {
        return false;
    };
    let name = name.split([' ', '>', '/']).next().unwrap_or_default();
    line.ends_with(&format!("</{name}>")) || line.ends_with("/>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_elements_only() {
        assert!(is_whole("<a/>") && is_whole("<a b='c'>x</a>") && is_whole("<a><b/></a>"));
        assert!(!is_whole("<a>") && !is_whole("</a>") && !is_whole("text"));
    }
}
