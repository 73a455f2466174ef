//! Family: what `relative` is to `person`.

use super::entity::Entity;
use crate::{
    load::formats::made::{Made, date},
    model::Fault,
};

/// What a relative is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kin {
    Parent,
    Child,
    Spouse,
    Sibling,
}

const WORDS: [(Kin, &[&str]); 4] = [
    (
        Kin::Parent,
        &[
            "parent",
            "father",
            "mother",
            "parent_of",
            "父亲",
            "母亲",
            "父",
            "母",
            "父母",
        ],
    ),
    (
        Kin::Child,
        &[
            "child", "son", "daughter", "child_of", "儿子", "女儿", "子", "女", "子女", "长子",
            "次子", "长女", "次女",
        ],
    ),
    (
        Kin::Spouse,
        &[
            "spouse",
            "husband",
            "wife",
            "partner",
            "spouse_of",
            "配偶",
            "丈夫",
            "妻子",
            "夫",
            "妻",
            "夫妻",
        ],
    ),
    (
        Kin::Sibling,
        &[
            "sibling",
            "brother",
            "sister",
            "sibling_of",
            "兄弟",
            "姐妹",
            "兄",
            "弟",
            "姐",
            "妹",
            "哥哥",
            "弟弟",
            "姐姐",
            "妹妹",
        ],
    ),
];

/// What stands before a word: another nature than by blood.
const NATURES: [(&str, &str); 10] = [
    ("adoptive ", "ADOPTIVE"),
    ("adopted ", "ADOPTIVE"),
    ("foster ", "ADOPTIVE"),
    ("养", "ADOPTIVE"),
    ("step-", "STEP"),
    ("step", "STEP"),
    ("继", "STEP"),
    ("half-", "HALF"),
    ("half ", "HALF"),
    ("biological ", "BLOOD"),
];

fn told(relationship: &str) -> Option<(Kin, &'static str)> {
    let text = relationship.trim().to_lowercase();
    let kin = |word: &str| {
        let named = WORDS.iter().find(|(_, words)| words.contains(&word));
        named.map(|(kin, _)| *kin)
    };
    if let Some(kin) = kin(&text) {
        return Some((kin, ""));
    }
    NATURES.iter().find_map(|(before, nature)| {
        let word = text.strip_prefix(before)?;
        Some((kin(word)?, *nature))
    })
}

pub(super) fn kinship(row: Made, entity: &Entity<'_>) -> Made {
    let (person, relative) = (entity.first("person"), entity.first("relative"));
    let relationship = entity.first("relationship");
    let row = row.set("sourceRow", entity.id());
    let Some((kin, nature)) = told(&relationship) else {
        return row.set("fromId", person).set("toId", relative).refuse(
            "kind",
            &relationship,
            Fault::UnknownCode,
            "the relative is a father, mother, son, daughter, spouse, brother or sister of the person here; kin further off follows from those",
        );
    };
    let (from, kind, to) = match kin {
        Kin::Parent => (relative, "PARENT_OF", person),
        Kin::Child => (person, "PARENT_OF", relative),
        Kin::Spouse => (person, "SPOUSE_OF", relative),
        Kin::Sibling => (person, "SIBLING_OF", relative),
    };
    row.set("fromId", from)
        .set("kind", kind)
        .set("toId", to)
        .set("nature", if kin == Kin::Spouse { "" } else { nature })
        .set("from", date(&entity.first("startDate")))
        .set("to", date(&entity.first("endDate")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_the_relative_is() {
        for (text, told) in [
            ("mother", Some((Kin::Parent, ""))),
            ("Son", Some((Kin::Child, ""))),
            ("stepfather", Some((Kin::Parent, "STEP"))),
            ("adopted daughter", Some((Kin::Child, "ADOPTIVE"))),
            ("half-brother", Some((Kin::Sibling, "HALF"))),
            ("养父", Some((Kin::Parent, "ADOPTIVE"))),
            ("妻子", Some((Kin::Spouse, ""))),
            ("uncle", None),
            ("", None),
            ("养", None),
        ] {
            assert_eq!(super::told(text), told, "{text}");
        }
    }
}
