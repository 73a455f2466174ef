//! Where something lies: its region code, and the code cut to every tier, which statements seek by.

use serde_json::Value;

use crate::model::{Level, RegionCode};

/// Writes a code and its tiers into the six slots of a region.
pub(in crate::load) fn fill(code: &RegionCode, slots: &mut [Value]) {
    let Some((whole, tiers)) = slots.split_first_mut() else {
        return;
    };
    *whole = code.as_str().into();
    for (level, code) in code.tiers() {
        let place = Level::ALL.iter().position(|other| *other == level);
        if let Some(tier) = place.and_then(|place| tiers.get_mut(place)) {
            *tier = code.into();
        }
    }
}
