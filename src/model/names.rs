//! The keys under which a name is found: itself, its pinyin, its initials.
//!
//! The loader stores keys, the search folds what a person types in the same way.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;

/// Most readings of one name that are kept.
const READINGS: usize = 8;

/// Surnames read otherwise than the same character elsewhere.
const SURNAMES: [(char, &str); 38] = [
    ('单', "shan"),
    ('曾', "zeng"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('区', "ou"),
    ('查', "zha"),
    ('盖', "ge"),
    ('乐', "yue"),
    ('翟', "zhai"),
    ('朴', "piao"),
    ('缪', "miao"),
    ('任', "ren"),
    ('华', "hua"),
    ('尉', "yu"),
    ('万', "wan"),
    ('折', "she"),
    ('召', "shao"),
    ('繁', "po"),
    ('员', "yun"),
    ('秘', "bi"),
    ('冼', "xian"),
    ('洗', "xian"),
    ('谌', "chen"),
    ('阚', "kan"),
    ('逄', "pang"),
    ('牟', "mou"),
    ('种', "chong"),
    ('黑', "he"),
    ('覃', "qin"),
    ('郗', "xi"),
    ('隗', "wei"),
    ('祭', "zhai"),
    ('句', "gou"),
    ('过', "guo"),
    ('乜', "nie"),
    ('那', "na"),
    ('宿', "su"),
    ('石', "shi"),
];

/// Surnames of two characters whose reading the characters alone do not tell.
const DOUBLE_SURNAMES: [(&str, [&str; 2]); 5] = [
    ("尉迟", ["yu", "chi"]),
    ("万俟", ["mo", "qi"]),
    ("长孙", ["zhang", "sun"]),
    ("澹台", ["tan", "tai"]),
    ("令狐", ["ling", "hu"]),
];

/// A name or search text without what people write in different ways: lower case, full-width
/// characters as half-width ones, no spaces, no dots between parts of a name.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        })
        .filter(|c| !c.is_whitespace() && !matches!(c, '·' | '•' | '・' | '‧'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// All keys of a person's name, whose first characters are read as a surname.
#[must_use]
pub fn keys_of_person(name: &str) -> BTreeSet<String> {
    let folded = fold(name);
    let mut syllables = readings(&folded);
    surname_first(&folded, &mut syllables);
    keys(folded, &syllables)
}

/// All keys of a company's name.
#[must_use]
pub fn keys_of_company(name: &str) -> BTreeSet<String> {
    let folded = fold(name);
    let syllables = readings(&folded);
    keys(folded, &syllables)
}

fn keys(folded: String, syllables: &[Vec<String>]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for reading in combinations(syllables) {
        keys.insert(
            reading
                .iter()
                .filter_map(|part| part.chars().next())
                .collect(),
        );
        keys.insert(reading.concat());
    }
    keys.insert(folded);
    keys.retain(|key| !key.is_empty());
    keys
}

/// How each character may be read, the usual reading first; what is not Chinese reads as itself.
fn readings(name: &str) -> Vec<Vec<String>> {
    name.chars()
        .map(|c| match c.to_pinyin_multi() {
            None => vec![c.to_string()],
            Some(all) => {
                let mut spellings: Vec<String> = Vec::new();
                for syllable in all {
                    for spelling in spellings_of(syllable.plain()) {
                        if !spellings.contains(&spelling) {
                            spellings.push(spelling);
                        }
                    }
                }
                spellings
            }
        })
        .collect()
}

/// `ü` is typed as `v`, and written `yu` in passports.
fn spellings_of(syllable: &str) -> Vec<String> {
    if syllable.contains('ü') {
        vec![syllable.replace('ü', "v"), syllable.replace('ü', "yu")]
    } else {
        vec![syllable.to_owned()]
    }
}

fn surname_first(name: &str, syllables: &mut [Vec<String>]) {
    let double = DOUBLE_SURNAMES
        .iter()
        .find(|(surname, _)| name.starts_with(surname));
    let single = SURNAMES
        .iter()
        .find(|(surname, _)| name.starts_with(*surname));
    let first: Vec<&str> = match (double, single) {
        (Some((_, both)), _) => both.to_vec(),
        (None, Some((_, one))) => vec![*one],
        (None, None) => Vec::new(),
    };
    for (spellings, reading) in syllables.iter_mut().zip(first) {
        spellings.retain(|spelling| spelling != reading);
        spellings.insert(0, reading.to_owned());
    }
}

/// Choices of one reading a character, those nearest to the usual readings first.
fn combinations(syllables: &[Vec<String>]) -> Vec<Vec<&str>> {
    let mut found: Vec<Vec<usize>> = vec![vec![0; syllables.len()]];
    let mut next = 0;
    while next < found.len() && found.len() < READINGS {
        let choice = found[next].clone();
        for place in 0..syllables.len() {
            let mut other = choice.clone();
            other[place] += 1;
            if other[place] < syllables[place].len() && !found.contains(&other) {
                found.push(other);
            }
        }
        next += 1;
    }
    found
        .iter()
        .take(READINGS)
        .map(|choice| {
            choice
                .iter()
                .zip(syllables)
                .filter_map(|(reading, spellings)| spellings.get(*reading).map(String::as_str))
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn person_has(name: &str, expected: &[&str]) {
        let keys = keys_of_person(name);
        for key in expected {
            assert!(keys.contains(*key), "{name}: {key} in {keys:?}");
        }
    }

    #[test]
    fn a_name_is_found_by_itself_its_pinyin_and_its_initials() {
        person_has("刘建国", &["刘建国", "liujianguo", "ljg"]);
        person_has("吕丽", &["lvli", "lyuli", "ll"]);
    }

    #[test]
    fn a_surname_has_its_own_reading_and_keeps_the_others() {
        person_has("单长乐", &["shanchangle", "scl", "danchangle"]);
        person_has("曾行", &["zengxing"]);
        person_has("区重", &["ouzhong", "quzhong"]);
        person_has("尉迟恭", &["yuchigong", "ycg"]);
        person_has("万俟山", &["moqishan"]);
    }

    #[test]
    fn a_company_has_no_surname() {
        let keys = keys_of_company("华单商贸");
        assert!(keys.contains("huadanshangmao"), "{keys:?}");
    }

    #[test]
    fn readings_are_bounded() {
        let keys = keys_of_company("乐行重长还都和单");
        assert!(keys.len() <= 2 * READINGS + 1, "{}", keys.len());
        assert!(keys.contains(&fold("乐行重长还都和单")));
    }

    #[test]
    fn ways_of_writing_are_folded() {
        assert_eq!(fold("Ｌｉ　Ming"), "liming");
        assert_eq!(fold("阿依·古丽"), "阿依古丽");
        person_has("阿依·古丽", &["阿依古丽"]);
        assert!(keys_of_person(" ").is_empty());
    }
}
