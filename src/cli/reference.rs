//! The reference pages that are made from the program's own definitions, as Markdown.
//!
//! Out: `docs/reference/findings.md`, `command.md` and `exit-codes.md`. Refuses to write files.

use clap::Arg;

use super::args::clap_command;
use super::exit;
use super::words::{self, Language, pages};
use crate::finding::Code;

/// `docs/reference/findings.md`: every code, in both languages.
#[must_use]
pub fn findings_page() -> String {
    let mut page = String::from(pages::FINDINGS);
    for (start, heading) in pages::GROUPS {
        page.extend(["\n## ", start, "xx: ", heading, "\n"]);
        page.extend(Code::ALL.iter().filter(|code| code.id().starts_with(start)).map(|code| finding(*code)));
    }
    page
}

/// Whether it stops nothing.
fn is_doubt(code: Code) -> bool {
    matches!(code, Code::CrosswalkBlanks | Code::CrosswalkUnused | Code::LayoutContradicted | Code::OldCrosswalk)
        || (Code::FieldsOverlap..=Code::HoldsNothing).contains(&code)
        || matches!(code, Code::QuoteUnclosed | Code::CommaOpen | Code::RestOfRecord)
        || matches!(code, Code::ChainBreaks | Code::PackedTranslated | Code::LengthCovers | Code::StartBreaks)
        || matches!(code, Code::RecordsShift | Code::KindEndsEarly)
}

fn finding(code: Code) -> String {
    let [english, french] = [Language::En, Language::Fr].map(|language| words::template(language, code));
    let stops = match (code, code.id().get(..4), exit::of_code(code)) {
        _ if is_doubt(code) => format!("  \n{}", pages::DOUBT),
        (Code::NoFiles | Code::FileCount | Code::LeadsNowhere | Code::RunAsSource, _, exit)
        | (_, Some("TL00" | "TL09"), exit) => {
            format!("  \n{} {exit}.", pages::EXIT_CODE)
        }
        (_, Some("TL05" | "TL06"), _) => format!("  \n{}", pages::REFUSES),
        (_, _, exit) if (Code::CrosswalkHeader..=Code::CrosswalkMore).contains(&code) => {
            format!("  \n{} {exit}.", pages::EXIT_CODE)
        }
        _ => String::new(),
    };
    format!(
        "\n### {}\n\n**{english}** · *{french}*\n\n{}  \n{}: {}{stops}\n",
        code.id(),
        words::meaning(Language::En, code),
        pages::WHAT_TO_DO,
        words::advice(Language::En, code),
    )
}

/// `docs/reference/command.md`: every command with its arguments and options.
#[must_use]
pub fn command_page() -> String {
    let mut command = clap_command(Language::En);
    command.build();
    let mut page = String::from(pages::COMMAND);
    for command in command.get_subcommands_mut() {
        let usage = command.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let head = ["\n## `", command.get_name(), "`\n\n", &about, ".\n\n```\n", usage, "\n```\n\n"];
        page.extend(head);
        page += pages::COMMAND_TABLE;
        page.extend(command.get_arguments().map(argument));
    }
    page
}

fn argument(arg: &Arg) -> String {
    let value = |name: &str| if name.starts_with('[') { name.to_owned() } else { format!("<{name}>") };
    let values = arg.get_value_names().filter(|_| arg.get_action().takes_values()).unwrap_or_default();
    let values = values.iter().map(|name| value(name)).collect::<Vec<_>>().join(" ");
    let names = match (arg.get_short(), arg.get_long()) {
        (_, None) => values,
        (None, Some(long)) => format!("--{long} {values}"),
        (Some(short), Some(long)) => format!("-{short}, --{long} {values}"),
    };
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    format!("| `{}` | {help} |\n", names.trim().replace('|', "\\|"))
}

/// `docs/reference/exit-codes.md`.
#[must_use]
pub fn exit_codes_page() -> String {
    let mut page = String::from(pages::EXIT_CODES);
    for code in exit::ALL {
        let is_listed = |found: Code| found == Code::LeadsNowhere || found.id().starts_with("TL09") && !is_doubt(found);
        let stops = |found: &&Code| exit::of_code(**found) == code && is_listed(**found);
        let listed: Vec<&str> = Code::ALL.iter().filter(stops).map(|found| found.id()).collect();
        let listed = match code {
            exit::WRONG => {
                format!("TL00xx, TL0421 to TL0431, TL0434 to TL0437, TL0501, TL0502, TL0513, {}", listed.join(", "))
            }
            exit::REFUSED => "TL0503 to TL0511, TL0601; findings whose `on_fail` is `fail`".to_owned(),
            _ => listed.join(", "),
        };
        page.extend(["| ", &code.to_string(), " | ", pages::exit_code(code), " | ", &listed, " |\n"]);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_on_the_page_once() {
        let page = findings_page();
        for code in Code::ALL {
            assert_eq!(page.matches(&format!("\n### {}\n", code.id())).count(), 1, "{}", code.id());
        }
        assert!(page.contains("**impossible date** · *date impossible*"), "{page}");
        assert!(page.contains("Stops the command with 130."));
    }

    /// A crosswalk's lines, and the shares of a split, are mistakes of what the mapping names.
    #[test]
    fn what_stops_a_run_before_it_begins_is_on_the_page_of_exit_codes() {
        let page = exit_codes_page();
        let wrong = page.lines().find(|line| line.starts_with("| 2 |")).unwrap_or_default();
        for want in ["TL0421 to TL0431", "TL0434 to TL0437"] {
            assert!(wrong.contains(want), "{wrong}");
        }
    }

    #[test]
    fn every_option_is_on_the_page() {
        let page = command_page();
        for want in [
            "## `run`",
            "## `check`",
            "## `verify`",
            "## `crosswalk`",
            "## `schema`",
            "`--memory <M>`",
            "`--lang <en\\|fr>`",
        ] {
            assert!(page.contains(want), "{want}\n{page}");
        }
        assert!(page.contains("tumpline run [OPTIONS] --out <DIR> <PATH>..."), "{page}");
    }

    #[test]
    fn every_exit_code_is_on_the_page() {
        let page = exit_codes_page();
        for want in ["| 0 | ", "| 1 | ", "| 2 | ", "| 3 | ", "| 130 | ", "TL0906", "TL0908, TL0909, TL0910"] {
            assert!(page.contains(want), "{page}");
        }
    }
}
