//! Where something lies: its region code, and the code cut to every tier, which statements seek by.

use serde::Serialize;

use crate::model::{Level, RegionCode};

/// A region code with its tiers, as nodes store them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Place {
    /// The code as handed over.
    pub region_code: RegionCode,
    #[serde(flatten)]
    tiers: Tiers,
}

/// A region code cut to each tier that it reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::load) struct Tiers {
    province: Option<String>,
    prefecture: Option<String>,
    county: Option<String>,
    township: Option<String>,
    village: Option<String>,
}

impl From<RegionCode> for Place {
    fn from(code: RegionCode) -> Self {
        Self {
            tiers: Tiers::of(&code),
            region_code: code,
        }
    }
}

impl Tiers {
    pub fn of(code: &RegionCode) -> Self {
        let mut tiers = Self::default();
        for (level, code) in code.tiers() {
            let tier = match level {
                Level::Province => &mut tiers.province,
                Level::Prefecture => &mut tiers.prefecture,
                Level::County => &mut tiers.county,
                Level::Township => &mut tiers.township,
                Level::Village => &mut tiers.village,
            };
            *tier = Some(code.to_owned());
        }
        tiers
    }
}
