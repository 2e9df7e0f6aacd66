//! Completions for shells and manual pages, from the definition that the help comes from.
//!
//! In: a language, and a shell or a command. Out: text. Refuses to install it anywhere.

use clap_complete::Shell;

use super::args::clap_command;
use super::words::Language;
use crate::finding::Code;
use crate::mapping::nearest;
use crate::run::Stop;

const NAME: &str = "tumpline";

/// What completes the command in a shell, one of those that the command line takes.
#[must_use]
pub fn completions(language: Language, shell: &str) -> String {
    let shell = match shell {
        "zsh" => Shell::Zsh,
        "fish" => Shell::Fish,
        "powershell" => Shell::PowerShell,
        _ => Shell::Bash,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut clap_command(language), NAME, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page of the program, or of one of its commands, as roff.
///
/// # Errors
/// TL0910 for a command that there is not.
pub fn page(language: Language, of: Option<&str>) -> Result<String, Stop> {
    let mut command = clap_command(language);
    command.build();
    let command = match of {
        None => command,
        Some(name) => one(&command, name)?,
    };
    let mut page = Vec::new();
    // A text takes all that is written.
    let _ = clap_mangen::Man::new(command).render(&mut page);
    Ok(translated(language, &String::from_utf8_lossy(&page)))
}

fn one(command: &clap::Command, name: &str) -> Result<clap::Command, Stop> {
    let wrong = || {
        let names = command.get_subcommands().map(clap::Command::get_name);
        let nearest = nearest::or_empty(name, names);
        Stop::new(Code::BadOption, vec![name.into(), "unknown_command".into(), "".into(), nearest.into()])
    };
    let found = command.find_subcommand(name).ok_or_else(wrong)?;
    Ok(found.clone())
}

/// Headings that the writer of pages has in English only.
fn translated(language: Language, page: &str) -> String {
    match language {
        Language::En => page.to_owned(),
        Language::Fr => page.replace("\n.SH NAME\n", "\n.SH NOM\n").replace("\n.SH SUBCOMMANDS\n", "\n.SH COMMANDES\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_is_completed_in_every_shell() {
        for shell in ["bash", "zsh", "fish", "powershell"] {
            let script = completions(Language::En, shell);
            for want in ["crosswalk", "look", "trial", "completions"] {
                assert!(script.contains(want), "{shell} {want}");
            }
        }
        assert!(completions(Language::Fr, "fish").contains("exécution"));
    }

    #[test]
    fn pages_have_every_option_in_the_language_asked_for() {
        let page_of = |language, of| page(language, of).map_err(|stop| stop.code);
        let english = page_of(Language::En, Some("run")).unwrap_or_default();
        for want in [".SH NAME", "tumpline\\-run", "\\-\\-trial", "Publish nothing"] {
            assert!(english.contains(want), "{want}\n{english}");
        }
        let french = page_of(Language::Fr, None).unwrap_or_default();
        assert!(french.contains(".SH NOM") && french.contains("crosswalk"), "{french}");
        assert_eq!(page_of(Language::En, Some("rum")), Err(Code::BadOption));
    }
}
