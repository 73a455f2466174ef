//! Regions and agencies: where, and which public body.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use serde::Deserialize;

use super::context::{ContextExt, look_up};
use crate::{
    model::{AgencyId, Level, RegionCode},
    statement,
};

statement! {
    /// Regions by their division codes.
    "regions/regions.cypher" => Region;
    pub struct Regions<'a> { ids: &'a [RegionCode] }
}

statement! {
    /// The region that each region is a part of.
    "regions/parents.cypher" => ParentRegion;
    pub struct Parents<'a> { ids: &'a [RegionCode] }
}

statement! {
    /// The regions that are parts of each region.
    "regions/parts.cypher" => PartRegion;
    pub struct Parts<'a> { ids: &'a [RegionCode] }
}

/// A region of the national division.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Region {
    /// Division code cut to its tier.
    pub code: RegionCode,
    /// Name of the region.
    name: String,
    /// Tier of the region.
    level: Level,
}

/// A region's parent as the graph answers.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParentRegion {
    part: RegionCode,
    region: Region,
}

/// A part of a region as the graph answers.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartRegion {
    whole: RegionCode,
    region: Region,
}

/// A public body, village collective, or organisation that pays or runs programmes.
#[derive(Clone, Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Agency {
    /// Id of the agency.
    id: AgencyId,
    /// Name of the agency.
    pub name: String,
    /// Division code that the agency is responsible for.
    region_code: RegionCode,
}

look_up! {
    /// Key of a region.
    RegionOf(RegionCode) => one Region by code from Regions;
}

look_up! {
    /// Key of a region's parent.
    ParentOf(RegionCode) => one ParentRegion by part from Parents;
}

look_up! {
    /// Key of a region's parts.
    PartsOf(RegionCode) => many PartRegion by whole from Parts;
}

impl Region {
    /// A region by its code; null where that code was never loaded.
    ///
    /// # Errors
    /// When the graph gives no answer.
    pub async fn find(ctx: &Context<'_>, code: &RegionCode) -> Result<Option<Self>> {
        ctx.load(RegionOf(code.clone())).await
    }
}

#[ComplexObject]
impl Region {
    /// The region that this one is a part of.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Region>> {
        let parent = ctx.load(ParentOf(self.code.clone())).await?;
        Ok(parent.map(|parent| parent.region))
    }

    /// The regions that are parts of this one, by code.
    async fn parts(&self, ctx: &Context<'_>) -> Result<Vec<Region>> {
        let parts = ctx
            .load(PartsOf(self.code.clone()))
            .await?
            .unwrap_or_default();
        Ok(parts.into_iter().map(|part| part.region).collect())
    }
}

/// Root fields of regions.
#[derive(Default)]
pub struct RegionsQuery;

#[Object]
impl RegionsQuery {
    /// A region by its division code; null where that code was never loaded.
    async fn region(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Division code of 2, 4, 6, 9 or 12 digits")] code: RegionCode,
    ) -> Result<Option<Region>> {
        Region::find(ctx, &code).await
    }
}
