//! Where the columns of a department's file stand.

use crate::load::{
    FileFault,
    mapping::{
        FileMapping,
        convert::tidy,
        date::halfwidth,
        recipe::{From, Place, Recipe},
    },
    read::records::Records,
};

/// The titles of the columns; none where the header is said to be row 0.
pub(super) fn titles(
    file: &str,
    records: &mut dyn Records,
    header: u64,
) -> Result<Vec<String>, FileFault> {
    if header == 0 {
        return Ok(Vec::new());
    }
    while let Some(record) = records.next()? {
        if record.number < header || header == 1 && record.is_blank() {
            continue;
        }
        return Ok(record
            .cells
            .iter()
            .map(|title| tidy(title).to_owned())
            .collect());
    }
    let reason = format!("it ends before row {header}, where its header should be");
    Err(FileFault::new(file, None, reason))
}

/// Where the cells of a recipe stand; nothing where a column that may be missing is.
pub(super) fn places(
    file: &str,
    recipe: &Recipe,
    mapping: &FileMapping,
    titles: &[String],
) -> Result<Option<Vec<usize>>, FileFault> {
    let wanted = match &recipe.from {
        From::Constant(_) => &[][..],
        From::Cell(place) | From::Keyed { of: place, .. } => std::slice::from_ref(place),
        From::Hash { of, .. } => of,
    };
    let mut found = Vec::new();
    for place in wanted {
        let title = match place {
            Place::At(place) => {
                found.push(*place);
                continue;
            }
            Place::Titled(title) => title,
        };
        let plain = plain(title);
        let mut alike = (0..)
            .zip(titles)
            .filter(|(_, title)| self::plain(title) == plain);
        let reason = match (alike.next(), alike.next()) {
            (Some((place, _)), None) => {
                found.push(place);
                continue;
            }
            (None, _) if mapping.lenient => return Ok(None),
            (None, _) => format!("{file} has no column {title}; it has {}", titles.join(", ")),
            (Some(_), Some(_)) => format!(
                "{file} has several columns {title}; say which by its number, counted from 1: from = 3"
            ),
        };
        return Err(FileFault::new(&mapping.mapping, recipe.line, reason));
    }
    Ok(Some(found))
}

/// A title without blanks, line breaks and the width of its letters.
pub(in crate::load::mapping) fn plain(title: &str) -> String {
    halfwidth(title).split_whitespace().collect()
}
