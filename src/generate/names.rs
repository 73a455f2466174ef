//! Names: plausible, drawn character by character, of nobody and nowhere in particular.

use crate::model::kin::Sex;

use super::random::Random;

/// Surnames, the most frequent first.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤";
/// Given names of men born before 1970, and from then on.
const MEN: [&str; 2] = [
    "国建德福明永世光志文兴贵金祥顺发生春荣有学成正全忠良才仁义华树根长富友庆山海水木林松柏",
    "伟强磊军洋勇杰涛超鹏浩宇轩博睿晨阳俊帆凯毅恒辉斌峰飞翔龙波刚健亮宁泽航铭嘉诚安乐远思源",
];
/// Given names of women born before 1970, and from then on.
const WOMEN: [&str; 2] = [
    "秀英桂兰玉珍凤芳淑华素梅菊香翠莲金花春月桃荣贵琴娥美巧云彩爱银芬莉清惠会群先开友仙",
    "敏静丽艳娟霞燕玲娜丹婷雪倩雯琳怡欣悦涵梦佳颖慧洁莹璐瑶萱彤诗琪思雨晓晴语嫣可心宁安",
];
/// First characters of place names.
const PLACE_HEADS: &str =
    "青石清云龙凤金银双白黑大小上下东西南北新长高古竹松柳桃梅梨杏桂枫杨樟茶荷莲芦霞鹤井";
/// Last characters of place names, but for what they are.
const PLACE_TAILS: &str = "溪塘坪湾冲坝岭坡沟河桥岗坳田垭湖滩店寨庙台院山峰林泉";
/// What companies do, in their names and in the register.
const TRADES: [(&str, &str); 15] = [
    ("农业科技", "农产品种植、加工与销售"),
    ("种植", "粮食、蔬菜种植"),
    ("养殖", "畜禽养殖与销售"),
    ("茶业", "茶叶种植、加工与销售"),
    ("建筑工程", "房屋建筑、市政工程施工"),
    ("园林绿化", "园林绿化工程施工、苗木种植"),
    ("路桥工程", "公路工程、桥梁工程施工"),
    ("水利工程", "水利水电工程施工"),
    ("环保工程", "污水处理工程、环境整治工程施工"),
    ("农机服务", "农业机械作业与维修"),
    ("商贸", "日用百货、农资销售"),
    ("运输", "普通道路货物运输"),
    ("建材", "建筑材料生产与销售"),
    ("生态旅游", "乡村旅游、餐饮、住宿"),
    ("劳务", "建筑劳务分包、家政服务"),
];
/// First and second characters of company names.
const BRANDS: [&str; 2] = [
    "鑫盛恒昌隆顺瑞祥丰裕华宏嘉益康润",
    "源达泰兴茂和盈发旺利通禾农林泽业",
];

/// A surname: one in thirteen bears the first, ever fewer the later ones.
pub fn surname(random: &mut Random) -> char {
    let rank = random.tail(25, 24 + length(SURNAMES)) - 25;
    nth(SURNAMES, rank)
}

/// A full name for a surname, by sex and by the fashion of the birth year.
pub fn person(random: &mut Random, surname: char, sex: Sex, birth_year: i32) -> String {
    let fashion = usize::from(birth_year >= 1970);
    let characters = match sex {
        Sex::Male => MEN[fashion],
        Sex::Female => WOMEN[fashion],
    };
    let single = random.chance([100, 250][fashion]);
    let mut name = String::from(surname);
    name.push(any(random, characters));
    if !single {
        name.push(any(random, characters));
    }
    name
}

/// The name of the nth of a series of places, without what it is (village, county …). The two
/// lists have no common factor, so a thousand places of one series have different names.
pub fn place(start: usize, nth_place: usize) -> String {
    let number = start + nth_place * 7;
    [PLACE_HEADS, PLACE_TAILS]
        .map(|characters| nth(characters, number % length(characters)))
        .iter()
        .collect()
}

/// The name of a company without its legal form, and its scope of business.
pub fn company(random: &mut Random, county: &str) -> (String, &'static str) {
    let (trade, scope) = TRADES[random.below(TRADES.len())];
    let [first, second] = BRANDS.map(|characters| any(random, characters));
    (format!("{county}{first}{second}{trade}"), scope)
}

fn any(random: &mut Random, characters: &str) -> char {
    nth(characters, random.below(length(characters)))
}

/// Each of these characters takes three bytes.
fn length(characters: &str) -> usize {
    characters.len() / 3
}

fn nth(characters: &str, place: usize) -> char {
    characters.chars().nth(place).unwrap_or('一')
}
