//! What has so many links that nearly everyone is near it.

use async_graphql::{Context, Object, Result};

use super::link::ConnectedNode;
use crate::{
    access::{Sensitive, sensitive},
    model::web::NodeKind,
};

/// What has too many links to be walked through: someone or something, or an address or telephone number
/// that so many have.
pub struct Hub {
    pub(super) kind: NodeKind,
    /// The node, or for an address or telephone number one of those who have it.
    pub(super) node: ConnectedNode,
    pub(super) contact: Option<String>,
    pub(super) degree: i32,
}

/// What has too many links to be walked through: someone or something, or an address or telephone number
/// that so many have.
#[Object]
impl Hub {
    /// What it is.
    async fn kind(&self) -> NodeKind {
        self.kind
    }

    /// Who or what it is; of an address or telephone number, one of those who have it.
    async fn node(&self) -> &ConnectedNode {
        &self.node
    }

    /// How many links it has, of all days, 501 standing for more than 500; null where it is out of scope.
    async fn degree(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(self.node.is_seen(ctx).await?.then_some(self.degree))
    }

    /// The address, as the caller's role may see it.
    async fn address(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<Sensitive<sensitive::Address, String>>> {
        Ok(self
            .contact(ctx, NodeKind::Address)
            .await?
            .map(Sensitive::from))
    }

    /// The telephone number, as the caller's role may see it.
    async fn phone(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<Sensitive<sensitive::Phone, String>>> {
        Ok(self
            .contact(ctx, NodeKind::Phone)
            .await?
            .map(Sensitive::from))
    }
}

impl Hub {
    async fn contact(&self, ctx: &Context<'_>, kind: NodeKind) -> Result<Option<String>> {
        let shown = self.kind == kind && self.node.is_seen(ctx).await?;
        Ok(self.contact.clone().filter(|_| shown))
    }
}
