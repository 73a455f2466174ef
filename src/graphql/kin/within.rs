//! How far kinship is followed: so many steps, or the chains that a law means.

use async_graphql::{Context, OneofObject, Result, SimpleObject};
use serde::Serialize;

use crate::{
    graphql::{context::ContextExt, error::Code, scalars::ScopeName},
    model::kin::{Chain, Hops},
};

/// How far kinship is followed.
#[derive(OneofObject)]
pub enum Within {
    /// Every chain of at most so many steps, 1 to 4.
    Hops(i32),
    /// The chains of a scope that a law or rule means, as `AVOIDANCE`; `kinScopes` lists them.
    Scope(ScopeName),
}

/// The chains that a question follows.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Followed {
    /// The most steps of a chain.
    pub hops: i64,
    /// Which chains; every one if absent.
    pub chains: Option<Vec<Chain>>,
}

impl Within {
    /// The chains it means.
    ///
    /// # Errors
    /// `BAD_INPUT` when the hops are not 1 to 4, or there is no such scope.
    pub fn followed(&self, ctx: &Context<'_>) -> Result<Followed> {
        let name = match self {
            Self::Hops(hops) => {
                Hops::new(*hops).map_err(|error| Code::BadInput.error(error.to_string()))?;
                return Ok(Followed {
                    hops: (*hops).into(),
                    chains: None,
                });
            }
            Self::Scope(ScopeName(name)) => name,
        };
        let scopes = &ctx.asking().scopes;
        let chains = scopes.chains(name).ok_or_else(|| {
            let names: Vec<&str> = scopes.iter().map(|(name, _)| name).collect();
            Code::BadInput.error(format!(
                "there is no scope of kin {name:?}; there are {}",
                names.join(", ")
            ))
        })?;
        let hops = chains.iter().map(Chain::hops).max().unwrap_or(0);
        Ok(Followed {
            hops: i64::try_from(hops).unwrap_or(i64::MAX),
            chains: Some(chains.to_vec()),
        })
    }
}

/// A scope of kin: whom a law or rule means by relatives.
#[derive(SimpleObject)]
pub struct ScopeOfKin {
    /// Its name, as `within: {scope: …}` takes it.
    name: ScopeName,
    /// Its chains in letters: p to a parent, c to a child, s to a spouse, b to a sibling.
    chains: Vec<String>,
}

impl ScopeOfKin {
    /// A scope by its name and chains.
    #[must_use]
    pub fn new(name: &str, chains: &[Chain]) -> Self {
        Self {
            name: ScopeName(name.to_owned()),
            chains: chains.iter().map(Chain::to_string).collect(),
        }
    }
}
