//! Debian's component `contrib`, which the machine at hand need not know: apt is run with sources, lists and a
//! cache of its own below `target/guest`, made from the machine's sources with that component added. What the
//! machine's own apt knows stays as it is.

use std::path::{Path, PathBuf};

use super::failed;
use crate::Outcome;
use crate::process::Program;

/// Where Debian's tools keep the addresses of its mirrors.
const SOURCES: &str = "/etc/apt/sources.list";
const MORE_SOURCES: &str = "/etc/apt/sources.list.d";

/// Makes the lists; answers what makes apt use them.
pub fn ensure(folder: &Path) -> Outcome<Vec<String>> {
    let sources = folder.join("sources");
    let places = [
        sources.clone(),
        folder.join("lists/partial"),
        folder.join("cache/archives/partial"),
    ];
    for place in &places {
        std::fs::create_dir_all(place).map_err(|error| failed("make", place, &error))?;
    }
    let mut any = false;
    for from in own_sources() {
        let text = std::fs::read_to_string(&from).map_err(|error| failed("read", &from, &error))?;
        let is_stanzas = from.extension().is_some_and(|extension| extension == "sources");
        let text = if is_stanzas { stanzas(&text) } else { lines(&text) };
        let to = sources.join(from.file_name().unwrap_or_default());
        any |= !text.is_empty();
        std::fs::write(&to, text).map_err(|error| failed("write", &to, &error))?;
    }
    if !any {
        return Err(format!(
            "{SOURCES} and {MORE_SOURCES} name no mirror with Debian's component main, and ZFS is in contrib beside it"
        ));
    }
    let options: Vec<String> = [
        "Dir::Etc::sourcelist=/dev/null".to_owned(),
        format!("Dir::Etc::sourceparts={}", sources.display()),
        format!("Dir::State::lists={}", folder.join("lists").display()),
        format!("Dir::Cache={}", folder.join("cache").display()),
        // Without its sandbox, because apt's own user may not write below a home directory.
        "APT::Sandbox::User=root".to_owned(),
        "Acquire::Languages=none".to_owned(),
    ]
    .into_iter()
    .flat_map(|option| ["-o".to_owned(), option])
    .collect();
    println!("setup: reading what Debian's contrib has");
    Program::new("apt-get")
        .args(["update", "-q", "-q"])
        .args(&options)
        .run()?;
    Ok(options)
}

fn own_sources() -> Vec<PathBuf> {
    let more = std::fs::read_dir(MORE_SOURCES).into_iter().flatten().flatten();
    let is_read = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "list" || extension == "sources")
    };
    let mut files: Vec<PathBuf> = more.map(|entry| entry.path()).filter(is_read).collect();
    files.push(PathBuf::from(SOURCES));
    files.retain(|path| path.is_file());
    files
}

/// The components with contrib among them, of a source that is Debian's: it has main and is of one of its suites.
fn with_contrib(suites: &str, components: &str) -> Option<String> {
    const RELEASES: [&str; 7] = [
        "bookworm", "trixie", "forky", "sid", "stable", "testing", "unstable",
    ];
    let of_debian = suites
        .split_whitespace()
        .any(|suite| RELEASES.contains(&suite.split('-').next().unwrap_or(suite)));
    let mut words: Vec<&str> = components.split_whitespace().collect();
    (of_debian && words.contains(&"main")).then(|| {
        words.retain(|word| *word != "contrib");
        words.push("contrib");
        words.join(" ")
    })
}

/// Stanzas of `NAME: VALUE` lines, those of Debian only.
fn stanzas(text: &str) -> String {
    let value = |stanza: &str, name: &str| {
        let line = stanza.lines().find(|line| {
            line.split_once(':')
                .is_some_and(|(found, _)| found.eq_ignore_ascii_case(name))
        });
        line.and_then(|line| line.split_once(':'))
            .map(|(_, value)| value.trim().to_owned())
    };
    let kept = text.split("\n\n").filter_map(|stanza| {
        let components = with_contrib(&value(stanza, "Suites")?, &value(stanza, "Components")?)?;
        let rest = stanza.lines().filter(|line| {
            let name = line.split(':').next().unwrap_or_default();
            !name.eq_ignore_ascii_case("Components") && !line.starts_with('#')
        });
        let rest: Vec<&str> = rest.collect();
        Some(format!("{}\nComponents: {components}\n", rest.join("\n")))
    });
    kept.collect::<Vec<_>>().join("\n")
}

/// Lines `deb [OPTIONS] ADDRESS SUITE COMPONENT...`, those of Debian only.
fn lines(text: &str) -> String {
    let kept = text.lines().filter_map(|line| {
        let line = line.trim();
        let rest = line.strip_prefix("deb ")?;
        let options = match rest.trim_start().starts_with('[') {
            true => rest.find(']')? + 1,
            false => 0,
        };
        let (options, rest) = rest.split_at(options);
        let mut words = rest.split_whitespace();
        let (address, suite) = (words.next()?, words.next()?);
        let components = with_contrib(suite, &words.collect::<Vec<_>>().join(" "))?;
        Some(format!("deb {} {address} {suite} {components}\n", options.trim()))
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrib_is_added_where_debian_is() {
        let text = "Types: deb\n# old\nURIs: http://mirror.test/debian\nSuites: bookworm bookworm-updates\n\
                    Components: main\nSigned-By: /k.gpg\n\nTypes: deb\nURIs: http://other.test/\nSuites: nodistro\n\
                    Components: main\n";
        assert_eq!(
            stanzas(text),
            "Types: deb\nURIs: http://mirror.test/debian\nSuites: bookworm bookworm-updates\nSigned-By: /k.gpg\n\
             Components: main contrib\n"
        );
    }

    #[test]
    fn lines_of_the_old_form_are_known() {
        let text = "# deb http://x.test y main\ndeb [signed-by=/k.gpg arch=amd64] http://mirror.test/debian sid main \
                    non-free\ndeb-src http://mirror.test/debian sid main\ndeb http://other.test cloud-sdk main\n\
                    deb http://mirror.test/debian bookworm-updates main contrib\n";
        assert_eq!(
            lines(text),
            "deb  [signed-by=/k.gpg arch=amd64] http://mirror.test/debian sid main non-free contrib\n\
             deb  http://mirror.test/debian bookworm-updates main contrib\n"
                .replace("deb  [", "deb [")
        );
    }
}
