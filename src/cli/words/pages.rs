//! Words of the reference pages, which are in English.

/// Before the list of findings.
pub const FINDINGS: &str = "\
# Findings

Everything that Tumpline says is wrong has a code, and a code is never used for anything else. A message names the
code, then what is wrong; `{…}` stands for what differs from one case to the next. The French sentence is what
`--lang fr` shows.

This page is generated from the program's own words; a test fails when the two differ.
";

/// Headings of the codes, by their first four characters.
pub const GROUPS: [(&str, &str); 10] = [
    ("TL00", "The mapping"),
    ("TL01", "Records and kinds"),
    ("TL02", "Fields"),
    ("TL03", "Columns"),
    ("TL04", "Expressions and crosswalks"),
    ("TL05", "A source as a whole"),
    ("TL06", "Limits"),
    ("TL07", "Rules over several rows, and controls"),
    ("TL08", "Evidence"),
    ("TL09", "The environment and the command"),
];

/// Label of the advice.
pub const WHAT_TO_DO: &str = "What to do";
/// Of a finding that refuses the run.
pub const REFUSES: &str = "Refuses the run (exit code 1).";
/// Of a doubt.
pub const DOUBT: &str = "A doubt; it stops nothing.";
/// Label of the exit code of a code that stops a command.
pub const EXIT_CODE: &str = "Stops the command with";

/// Before the list of commands.
pub const COMMAND: &str = "\
# The command line

People's text, progress and colour go to the standard error, in the language of `--lang` or of the environment
(`LC_ALL`, `LC_MESSAGES`, `LANG`); `--json` prints one document to the standard output. The answers of `look`, `infer`,
`explain` and `copybook` go to the standard output too, so that they can be paged and kept. Colour and the moving bar appear on a
terminal only; `NO_COLOR` and `CLICOLOR_FORCE` are honoured.

This page is generated from the program's own definitions; a test fails when the two differ.
";

/// Headings of the table of a command's arguments.
pub const COMMAND_TABLE: &str = "| argument or option | |\n| --- | --- |\n";

/// Before the list of exit codes.
pub const EXIT_CODES: &str = "\
# Exit codes

| code | meaning | findings |
| --- | --- | --- |
";

/// What an exit code means.
#[must_use]
pub const fn exit_code(code: u8) -> &'static str {
    match code {
        0 => "Published; or a trial that ended, a mapping without mistakes, a run whose evidence holds.",
        1 => "It ran, and published nothing because a rule or a limit failed; or `verify` found differences.",
        2 => "The mapping or the command is wrong. Nothing was published.",
        130 => "Interrupted. Nothing was published.",
        _ => {
            "The environment failed: disk, permission, memory, a source that changed. Run it again: nothing was published."
        }
    }
}
