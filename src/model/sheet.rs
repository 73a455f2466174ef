//! Sheets of payment sums: payments are summed up once for each tier of regions from the county down,
//! so that a question reads no more sums than it must.

use serde::Serialize;

use super::Level;

/// A tier of sums. Those of a county and above stand on one sheet; those of a township and of a village
/// on a sheet for each county and township, which is where somebody asks for them.
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
pub const TIERS: [Tier; 3] = [
    Tier::of(Level::County, 0),
    Tier::of(Level::Township, 6),
    Tier::of(Level::Village, 9),
];

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

/// The sheets to read for some regions told apart down to a level; a code is empty for all regions.
///
/// # Errors
/// The tier that a region must be of at least, for sums of so low a level.
pub fn sheets(regions: &[String], level: Option<Level>) -> Result<Vec<Sheet>, Level> {
    let apart = level.map_or(0, Level::digits);
    let of = |region: &String| {
        let tier = TIERS
            .into_iter()
            .find(|tier| tier.digits >= apart.max(region.len()))
            .unwrap_or(TIERS[2]);
        let above = Level::ALL.iter().find(|level| level.digits() == tier.above);
        match above {
            Some(above) if region.len() < tier.above => Err(*above),
            _ => Ok(Sheet {
                name: tier.sheet(region),
                region: region.clone(),
            }),
        }
    };
    regions.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_reads_the_highest_tier_that_answers_it() {
        let read = |region: &str, level| {
            sheets(&[region.to_owned()], level).map(|sheets| sheets[0].name.clone())
        };
        let read = |region, level| read(region, level).map_err(|level| level.to_string());
        assert_eq!(read("", None).unwrap(), "COUNTY ");
        assert_eq!(read("", Some(Level::Province)).unwrap(), "COUNTY ");
        assert_eq!(read("990101", None).unwrap(), "COUNTY ");
        assert_eq!(
            read("990101", Some(Level::Township)).unwrap(),
            "TOWNSHIP 990101"
        );
        assert_eq!(read("990101101", None).unwrap(), "TOWNSHIP 990101");
        assert_eq!(
            read("990101101", Some(Level::Village)).unwrap(),
            "VILLAGE 990101101"
        );
        assert_eq!(
            read("990101101201", Some(Level::County)).unwrap(),
            "VILLAGE 990101101"
        );
        assert_eq!(read("", Some(Level::Township)).unwrap_err(), "COUNTY");
        assert_eq!(read("9901", Some(Level::Township)).unwrap_err(), "COUNTY");
        assert_eq!(
            read("990101", Some(Level::Village)).unwrap_err(),
            "TOWNSHIP"
        );
    }
}
