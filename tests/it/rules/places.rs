//! The thirteen places whose systems Kinflow stands in for: the rules of each fire on its stories in the seed
//! and on nothing else there, so on none of the honest twins. `seed/README.md` tells them.

use super::{found, judge, stories};
use crate::{engines, files::rules};

/// Whether the rules of a place find its stories. One engine is enough: another test holds both to one answer.
async fn place(id: &str, of_place: &[&str]) {
    let engine = engines::embedded().await;
    engine.load_seed().await;
    let judge = judge(&engine, "2026-01-15".parse().unwrap(), (500, 2)).await;
    let rules = rules();
    for rule in of_place {
        let rule = rules.get(rule).unwrap();
        let named = rule.header.localities.iter().any(|place| place == id);
        assert!(named, "{} does not name {id}", rule.header.id);
        let found = found(&judge, rule).await;
        assert!(
            !found.is_empty(),
            "{} finds nothing for {id}",
            rule.header.id
        );
        stories::compare(&rule.header.id, &found);
    }
}

macro_rules! places {
    ($($name:ident: $id:literal, [$($rule:literal),*];)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            place($id, &[$($rule),*]).await;
        }
    )*};
}

places! {
    p1_chongqing_dazu: "P1", ["K1", "K3", "K4", "K5"];
    p2_henan_wuyang: "P2", ["S13", "T4"];
    p3_gansu: "P3", ["S1", "S5", "T4"];
    p4_gaoming_foshan: "P4", ["S13"];
    p5_sichuan: "P5", ["S6"];
    p6_fuzhou: "P6", ["S13"];
    p7_lishui_suichang: "P7", ["C11", "C12", "C13", "F2"];
    p8_li_county: "P8", ["S1", "S2", "S3", "S7"];
    p9_ordos_ejin_horo: "P9", ["S3", "S4", "S6"];
    p10_yunyang: "P10", ["C1", "C2", "C3", "C4", "C5", "C7", "C9", "C10", "F1"];
    p11_kangping_shenyang: "P11", ["S8"];
    p12_bobai_yulin: "P12", ["T1"];
    p13_wucheng_jinhua: "P13", ["C2", "C11", "C12"];
}
