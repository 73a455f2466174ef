//! Sheets of payment sums: payments are summed up for counties and for townships, so that a question
//! reads no more sums than it must. Within a township there are so few payments that they are looked at
//! themselves, and sums of villages would be nearly as many.

use serde::Serialize;

use super::Level;

/// A tier of sums. Those of counties and above stand on one sheet, those of townships on a sheet for each
/// county, which is where somebody asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tier {
    /// The tier of region that its sums are of.
    name: Level,
    /// How many digits of a region's code name the sheet.
    above: usize,
    /// How many digits the region's code has.
    digits: usize,
}

/// A part of a sheet to read: the sums of a region and of all within it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// Name of the sheet.
    pub name: String,
    /// Code of the region, empty for all.
    pub region: String,
}

/// Every tier that payments are summed up for.
pub const TIERS: [Tier; 2] = [Tier::of(Level::County, 0), Tier::of(Level::Township, 6)];

impl Tier {
    const fn of(name: Level, above: usize) -> Self {
        Self {
            name,
            above,
            digits: name.digits(),
        }
    }

    /// The sheet that the sums of a region stand on.
    #[must_use]
    pub fn sheet(self, region: &str) -> String {
        let above = region.get(..self.above).unwrap_or(region);
        format!("{} {above}", self.name)
    }

    /// The code cut to this tier.
    #[must_use]
    pub fn cut(self, region: &str) -> &str {
        region.get(..self.digits).unwrap_or(region)
    }
}

/// What to read for sums of some regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// These sheets.
    Sheets(Vec<Sheet>),
    /// The payments themselves.
    Payments,
}

/// What to read for some regions told apart down to a level; a code is empty for all regions.
///
/// # Errors
/// The tier that a region must be of at least, for sums of so low a level.
pub fn reading(regions: &[String], level: Option<Level>) -> Result<Reading, Level> {
    let apart = level.map_or(0, Level::digits);
    let least = match level {
        Some(Level::Village) => Level::Township,
        Some(Level::Township) => Level::County,
        _ => Level::Province,
    };
    let above = |region: &&String| region.len() < least.digits();
    if least != Level::Province && regions.iter().any(|region| above(&region)) {
        return Err(least);
    }
    let of = |region: &String| {
        let mut tiers = TIERS.into_iter();
        let tier = tiers.find(|tier| tier.digits >= apart.max(region.len()))?;
        Some(Sheet {
            name: tier.sheet(region),
            region: region.clone(),
        })
    };
    let sheets: Option<Vec<Sheet>> = regions.iter().map(of).collect();
    Ok(sheets.map_or(Reading::Payments, Reading::Sheets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_reads_the_highest_tier_that_answers_it() {
        let read = |region: &str, level| match reading(&[region.to_owned()], level) {
            Ok(Reading::Sheets(sheets)) => sheets[0].name.clone(),
            Ok(Reading::Payments) => "payments".to_owned(),
            Err(least) => format!("at least a {least}"),
        };
        assert_eq!(read("", None), "COUNTY ");
        assert_eq!(read("", Some(Level::Province)), "COUNTY ");
        assert_eq!(read("990101", None), "COUNTY ");
        assert_eq!(read("990101", Some(Level::Township)), "TOWNSHIP 990101");
        assert_eq!(read("990101101", None), "TOWNSHIP 990101");
        assert_eq!(read("990101101", Some(Level::Village)), "payments");
        assert_eq!(read("990101101201", Some(Level::County)), "payments");
        assert_eq!(read("", Some(Level::Township)), "at least a COUNTY");
        assert_eq!(read("9901", Some(Level::Township)), "at least a COUNTY");
        assert_eq!(read("990101", Some(Level::Village)), "at least a TOWNSHIP");
    }
}
