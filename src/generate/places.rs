//! Where a county's people live and who governs them: regions and agencies.

use std::io;

use crate::model::{codes::AgencyKind, region::Level};

use super::{
    names,
    random::Random,
    tables::{Maybe, Tables},
};

/// People in a village, on average.
const PEOPLE_PER_VILLAGE: usize = 333;
/// Villages in a township, at most.
const VILLAGES_PER_TOWNSHIP: usize = 15;
/// Counties in a prefecture, at most.
const COUNTIES_PER_PREFECTURE: usize = 10;
/// Counties in a province, at most: prefectures have two digits.
pub const MOST_COUNTIES: usize = 99 * COUNTIES_PER_PREFECTURE;

/// The agencies of a province and of each of its counties, with what follows the place's name.
pub const BUREAUS: [(AgencyKind, &str); 11] = [
    (AgencyKind::Finance, "财政"),
    (AgencyKind::CivilAffairs, "民政"),
    (AgencyKind::Agriculture, "农业农村"),
    (AgencyKind::Housing, "住房和城乡建设"),
    (AgencyKind::Education, "教育"),
    (AgencyKind::HumanResources, "人力资源和社会保障"),
    (AgencyKind::Forestry, "林业"),
    (AgencyKind::RuralRevitalisation, "乡村振兴"),
    (AgencyKind::Veterans, "退役军人事务"),
    (AgencyKind::Transport, "交通运输"),
    (AgencyKind::Water, "水利"),
];

/// The province that every county of a plan lies in.
pub struct Province {
    pub code: String,
    pub name: String,
    /// Number of its first bureau's agency; the others follow.
    first_bureau: usize,
}

/// A county and what it is divided into.
pub struct County {
    /// Division code of 6 digits.
    pub code: String,
    /// Name without `县`.
    pub name: String,
    /// Number of its first agency; the others follow, bureaus first.
    pub first_agency: usize,
    /// The names of its agencies.
    pub agencies: Vec<String>,
    pub townships: Vec<Township>,
    pub villages: Vec<Village>,
}

pub struct Township {
    pub code: String,
    /// Its government.
    pub agency: usize,
}

pub struct Village {
    pub code: String,
    pub name: String,
    /// Its collective.
    pub agency: usize,
    pub township: usize,
    /// The surnames of its clans.
    pub clans: [char; 3],
}

impl Province {
    pub fn bureau(&self, kind: AgencyKind) -> usize {
        self.first_bureau + place_of(kind)
    }

    /// Writes the province and its bureaus.
    pub fn found(root: &str, tables: &mut Tables) -> io::Result<Self> {
        let name = names::place(
            root.bytes()
                .fold(0, |sum, digit| sum * 5 + usize::from(digit)),
            0,
        );
        tables
            .regions
            .row(&[&root, &format_args!("{name}省"), &Level::Province])?;
        let first_bureau = tables.agencies.rows;
        for (kind, title) in BUREAUS {
            let id = tables.ids.agency(tables.agencies.rows);
            let title = format_args!("{name}省{title}厅");
            tables.agencies.row(&[&id, &title, &kind, &"", &root])?;
        }
        Ok(Self {
            code: root.to_owned(),
            name,
            first_bureau,
        })
    }
}

impl County {
    pub fn bureau(&self, kind: AgencyKind) -> usize {
        self.first_agency + place_of(kind)
    }

    /// Writes the nth county of a province for so many people: its regions and agencies.
    pub fn found(
        random: &mut Random,
        province: &Province,
        number: usize,
        people: usize,
        tables: &mut Tables,
    ) -> io::Result<Self> {
        let prefecture = format!(
            "{}{:02}",
            province.code,
            number / COUNTIES_PER_PREFECTURE + 1
        );
        if number.is_multiple_of(COUNTIES_PER_PREFECTURE) {
            let name = names::place(11, number);
            tables
                .regions
                .row(&[&prefecture, &format_args!("{name}市"), &Level::Prefecture])?;
        }
        let code = format!("{prefecture}{:02}", number % COUNTIES_PER_PREFECTURE + 21);
        let name = names::place(40, number);
        tables
            .regions
            .row(&[&code, &format_args!("{name}县"), &Level::County])?;
        let mut county = Self {
            code,
            name,
            first_agency: tables.agencies.rows,
            agencies: Vec::new(),
            townships: Vec::new(),
            villages: Vec::new(),
        };
        for (place, (kind, title)) in BUREAUS.into_iter().enumerate() {
            let title = format!("{}县{title}局", county.name);
            let code = county.code.clone();
            county.govern(
                title,
                kind,
                Some(province.first_bureau + place),
                &code,
                tables,
            )?;
        }
        county.divide(random, people, tables)?;
        Ok(county)
    }

    fn divide(
        &mut self,
        random: &mut Random,
        people: usize,
        tables: &mut Tables,
    ) -> io::Result<()> {
        let villages = (people / PEOPLE_PER_VILLAGE).max(1);
        let townships = villages.div_ceil(VILLAGES_PER_TOWNSHIP);
        let start = random.below(1000);
        for township in 0..townships {
            let (town, class) = if township % 3 == 2 {
                ("乡", 200)
            } else {
                ("镇", 100)
            };
            let code = format!("{}{}", self.code, class + township);
            let name = format!("{}{town}", names::place(start, township));
            tables.regions.row(&[&code, &name, &Level::Township])?;
            let title = format!("{}县{name}人民政府", self.name);
            let kind = AgencyKind::TownshipGovernment;
            let agency = self.govern(title, kind, None, &code, tables)?;
            let first = villages * township / townships;
            for village in first..villages * (township + 1) / townships {
                let code = format!("{code}{}", 200 + village - first);
                let name = format!("{}村", names::place(start + 500, village));
                tables.regions.row(&[&code, &name, &Level::Village])?;
                let title = format!("{name}村民委员会");
                let kind = AgencyKind::VillageCollective;
                let agency = self.govern(title, kind, Some(agency), &code, tables)?;
                let clans = std::array::from_fn(|_| names::surname(random));
                self.villages.push(Village {
                    code,
                    name,
                    agency,
                    township,
                    clans,
                });
            }
            self.townships.push(Township { code, agency });
        }
        Ok(())
    }

    /// Writes an agency and says its number.
    fn govern(
        &mut self,
        name: String,
        kind: AgencyKind,
        parent: Option<usize>,
        region: &str,
        tables: &mut Tables,
    ) -> io::Result<usize> {
        let number = tables.agencies.rows;
        let id = tables.ids.agency(number);
        let parent = Maybe(parent.map(|parent| tables.ids.agency(parent)));
        tables
            .agencies
            .row(&[&id, &name, &kind, &parent, &region])?;
        self.agencies.push(name);
        Ok(number)
    }
}

fn place_of(kind: AgencyKind) -> usize {
    BUREAUS
        .iter()
        .position(|bureau| bureau.0 == kind)
        .unwrap_or(0)
}
