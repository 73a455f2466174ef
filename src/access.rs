//! Who asks, as what, within which regions, and what they may see clear.

pub mod policy;
pub mod sensitive;
pub mod token;

use serde::{Deserialize, Serialize};

pub use policy::{Kind, Role, Sight};
pub use sensitive::Sensitive;

use crate::model::RegionCode;

/// Region-code prefixes within which a caller sees; one empty prefix means everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(Vec<String>);

impl Scope {
    /// Sees every region.
    #[must_use]
    pub fn everywhere() -> Self {
        Self(vec![String::new()])
    }

    /// Whether what belongs to a region is seen; what belongs to none is seen by whoever sees all.
    #[must_use]
    pub fn sees(&self, region: &str) -> bool {
        self.0
            .iter()
            .any(|prefix| region.starts_with(prefix.as_str()))
    }

    /// Whether it is every region.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        self.0.iter().any(String::is_empty)
    }

    /// Prefixes of the regions of the scope that lie within a region, each once; all of them if none is
    /// given.
    #[must_use]
    pub fn regions_within(&self, region: Option<&RegionCode>) -> Vec<String> {
        let region = region.map_or("", RegionCode::as_str);
        let mut within: Vec<String> = Vec::new();
        for prefix in &self.0 {
            let narrower = match region.starts_with(prefix.as_str()) {
                true => region,
                false if prefix.starts_with(region) => prefix,
                false => continue,
            };
            if !within
                .iter()
                .any(|wider| narrower.starts_with(wider.as_str()))
            {
                within.retain(|other| !other.starts_with(narrower));
                within.push(narrower.to_owned());
            }
        }
        within
    }

    /// Sees these regions and all below them; none of them means nothing at all.
    #[must_use]
    pub fn within(regions: &[RegionCode]) -> Self {
        Self(regions.iter().map(ToString::to_string).collect())
    }
}

/// The caller of one request, as the token says.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Name of the account, for the record of requests.
    pub subject: String,
    /// What the account is for.
    pub role: Role,
    /// Where it may look.
    pub scope: Scope,
}

impl Viewer {
    /// Whether this caller may load files.
    ///
    /// # Errors
    /// A sentence that says who may.
    pub fn may_load(&self) -> Result<(), String> {
        if !self.role.loads() {
            return Err(format!(
                "the role {} does not load files; DATA does",
                self.role
            ));
        }
        if !self.scope.is_everywhere() {
            return Err(
                "rows may lie anywhere, so whoever loads them has a token without regions".into(),
            );
        }
        Ok(())
    }

    /// A sensitive value as this caller may read it: clear, masked, or not at all.
    ///
    /// The only way to print one.
    #[must_use]
    pub fn show<K: Kind, T: AsRef<str>>(&self, value: &Sensitive<K, T>) -> Option<String> {
        match self.role.sight(K::ROW) {
            Sight::Clear => Some(value.inner().to_owned()),
            Sight::Masked => Some(sensitive::mask(value.inner())),
            Sight::Absent => None,
        }
    }
}
