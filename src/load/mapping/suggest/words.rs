//! What departments call the words of the closed lists.

use crate::load::read::records::Kind;

const CODES: [(&str, &str); 43] = [
    ("男", "MALE"),
    ("女", "FEMALE"),
    ("男性", "MALE"),
    ("女性", "FEMALE"),
    ("个人", "PERSON"),
    ("自然人", "PERSON"),
    ("家庭", "HOUSEHOLD"),
    ("企业", "COMPANY"),
    ("公司", "COMPANY"),
    ("单位", "AGENCY"),
    ("股东", "SHAREHOLDER"),
    ("法定代表人", "LEGAL_REPRESENTATIVE"),
    ("董事", "DIRECTOR"),
    ("监事", "SUPERVISOR"),
    ("实际控制人", "CONTROLLER"),
    ("公开招标", "OPEN"),
    ("邀请招标", "INVITED"),
    ("竞争性谈判", "NEGOTIATION"),
    ("竞争性磋商", "CONSULTATION"),
    ("询价", "INQUIRY"),
    ("单一来源", "SINGLE_SOURCE"),
    ("直接发包", "DIRECT"),
    ("中标", "WON"),
    ("有效", "VALID"),
    ("否决", "REJECTED"),
    ("撤回", "WITHDRAWN"),
    ("成功", "PAID"),
    ("已发放", "PAID"),
    ("发放成功", "PAID"),
    ("退回", "RETURNED"),
    ("退票", "RETURNED"),
    ("冲销", "REVERSED"),
    ("冲正", "REVERSED"),
    ("省", "PROVINCE"),
    ("市", "PREFECTURE"),
    ("县", "COUNTY"),
    ("区", "COUNTY"),
    ("乡镇", "TOWNSHIP"),
    ("村", "VILLAGE"),
    ("配偶", "SPOUSE_OF"),
    ("车辆", "VEHICLE"),
    ("房屋", "DWELLING"),
    ("残疾", "DISABLED"),
];
/// More different words are no closed list.
const MOST: usize = 12;

/// Words with what they are called here, and words that nobody knows.
type Words<'a> = (Vec<(&'a str, &'static str)>, Vec<&'a str>);

/// What the cells of a column are called here.
pub(super) fn codes<'a>(values: impl Iterator<Item = (&'a str, Kind)>) -> Words<'a> {
    let mut words: Vec<&str> = values.map(|(text, _)| text).collect();
    words.sort_unstable();
    words.dedup();
    // Words that are in capitals already need no code.
    words.retain(|word| {
        !word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    });
    let known = |word: &&str| {
        CODES
            .iter()
            .find(|(name, _)| name == word)
            .map(|(_, code)| *code)
    };
    let (met, unknown): (Vec<&str>, Vec<&str>) =
        words.iter().partition(|word| known(word).is_some());
    let codes = met
        .into_iter()
        .filter_map(|word| Some((word, known(&word)?)));
    (codes.collect(), unknown.into_iter().take(MOST).collect())
}
