//! Cells in which the other reader is wrong, one by one: `RECORD FIELD: THEIRS | OURS`.
//!
//! X'0D' is CR, and X'25' is LF, in every code page of EBCDIC (IBM, "EBCDIC control characters"; Python's `cp037`, `cp273`
//! and `cp1140` say the same). The other reader swaps the two.

/// X'0D' stands in all three; CR is a control character, which that reader shows as a blank where it knows it.
pub const TEST9_CP037: &str = r#"
26 company_name_np: "8 ±H õ.\nÅI1 ÒD" | "8 ±H õ. ÅI1 ÒD"
28 company_name_np: "Ûò(éì\nE \\ L ^z" | "Ûò(éì E \\ L ^z"
40 company_name_np: "Xi:\n\u{a0}' %  Éé" | "Xi: \u{a0}' %  Éé"
"#;

/// X'0D' stands in all but 34 and 52, which have X'25'.
pub const TEST9_CP273: &str = r#"
7 company_name_np: "é/Få©\u{b}èÙªÎÓ\\ö\n\0" | "é/Få©\u{b}èÙªÎÓ\\ö\r\0"
19 company_name_np: ":|\u{7f}äq\u{ad}`\u{10}\u{1f}ì¾D\n\t\0" | ":|\u{7f}äq\u{ad}`\u{10}\u{1f}ì¾D\r\t\0"
26 company_name_np: "8 ±H\u{3}õ.\nÅI1\u{1f}ÒD\0" | "8 ±H\u{3}õ.\rÅI1\u{1f}ÒD\0"
28 company_name_np: "Ûò(éì\nE Ö\u{13}L ¢z\0" | "Ûò(éì\rE Ö\u{13}L ¢z\0"
34 company_name_np: "¾\u{1a}W%SG\u{11}B¦ A5>\r\0" | "¾\u{1a}W%SG\u{11}B¦ A5>\n\0"
40 company_name_np: " Xi:\n\u{a0}'\u{15}% \u{19}Éé\u{8}\0" | " Xi:\r\u{a0}'\u{15}% \u{19}Éé\u{8}\0"
47 company_name_np: "\n\u{e}m !â0ùûìÄAX®\0" | "\r\u{e}m !â0ùûìÄAX®\0"
52 company_name_np: " \rì\u{10}+h\u{2}[ò¸=Tª \0" | " \nì\u{10}+h\u{2}[ò¸=Tª \0"
"#;

/// The same bytes as in [`TEST9_CP273`].
pub const TEST9_CP1140: &str = r#"
7 company_name_np: "é/Få©\u{b}èÙªÎÓÖ¦\n\0" | "é/Få©\u{b}èÙªÎÓÖ¦\r\0"
19 company_name_np: ":]\u{7f}{q\u{ad}`\u{10}\u{1f}ì¾D\n\t\0" | ":]\u{7f}{q\u{ad}`\u{10}\u{1f}ì¾D\r\t\0"
26 company_name_np: "8 ±H\u{3}õ.\nÅI1\u{1f}ÒD\0" | "8 ±H\u{3}õ.\rÅI1\u{1f}ÒD\0"
28 company_name_np: "Ûò(éì\nE \\\u{13}L ^z\0" | "Ûò(éì\rE \\\u{13}L ^z\0"
34 company_name_np: "¾\u{1a}W%SG\u{11}Bö A5>\r\0" | "¾\u{1a}W%SG\u{11}Bö A5>\n\0"
40 company_name_np: " Xi:\n\u{a0}'\u{15}% \u{19}Éé\u{8}\0" | " Xi:\r\u{a0}'\u{15}% \u{19}Éé\u{8}\0"
47 company_name_np: "\n\u{e}m |â0ùûì¢AX®\0" | "\r\u{e}m |â0ùûì¢AX®\0"
52 company_name_np: " \rì\u{10}+h\u{2}Äò¸=Tª \0" | " \nì\u{10}+h\u{2}Äò¸=Tª \0"
"#;

/// Bytes 57 to 60 are a text in these records, as TAXPAYER-TYPE says: X'39323731' is `9271`. As TAXPAYER-NUM they are more
/// than PIC 9(8) holds, which is no number that a program put there; the other reader does not look at the picture.
pub const TEST4: &str = r"
0 taxpayer_num: 959592241 | -
8 taxpayer_num: 926102835 | -
12 taxpayer_num: 942814519 | -
43 taxpayer_num: 960049458 | -
56 taxpayer_num: 892482352 | -
";
