#[cfg(test)]
mod tests {
    #![allow(clippy::all, clippy::pedantic)]
    use super::super::page::Page;
    use super::super::{borders, kinds};
    #[test]
    fn scratch() {
        let Ok(list) = std::env::var("INFX") else { return };
        for item in list.split(',') {
            let (path, length) = match item.split_once(':') {
                Some((p, l)) => (p, l.parse::<usize>().unwrap()),
                None => (item, 0),
            };
            let bytes = std::fs::read(path).unwrap();
            let faces: Vec<u8> = bytes.iter().map(|b| if *b >= 0x80 { 0x80 } else { *b }).collect();
            let rows: Vec<&[u8]> = if length > 0 {
                faces.chunks(length).collect()
            } else {
                faces
                    .split(|b| *b == b'\n')
                    .map(|r| r.strip_suffix(b"\r").unwrap_or(r))
                    .filter(|r| !r.is_empty())
                    .collect()
            };
            println!("== {path} {}", rows.len());
            for kind in kinds::kinds(&rows) {
                let own: Vec<&[u8]> = kind.rows.iter().map(|r| rows[*r]).collect();
                println!(
                    "-- {} {}",
                    match &kind.told {
                        kinds::Told::Code(at, c) => format!("{} {}", at + 1, String::from_utf8_lossy(c)),
                        other => format!("{other:?}"),
                    },
                    own.len()
                );
                let page = Page::of(&own);
                let known: Vec<_> = match &kind.told {
                    kinds::Told::Code(at, c) => {
                        vec![super::super::piece::Piece::new(*at, at + c.len(), super::super::piece::What::Text)]
                    }
                    _ => vec![],
                };
                for p in borders::pieces(&page, &known) {
                    let s: Vec<String> = (0..4)
                        .map(|k| {
                            String::from_utf8_lossy(&page.text(k * (page.len() - 1) / 3, p.from, p.to)).into_owned()
                        })
                        .collect();
                    println!("   {}-{} {:?} {:?} {:?}", p.from + 1, p.to, p.what, p.others, s);
                }
            }
        }
    }
}
