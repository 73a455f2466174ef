//! The rows of the headline question: payments, and the ways they came.

use async_graphql::{Enum, Object, SimpleObject, Union};
use serde::{Deserialize, Serialize};

use crate::graphql::{
    companies::Company,
    funds::{Account, Payment},
    households::Household,
    kin::{KinOnFile, Kinship, Way},
    people::Person,
};
use crate::model::kin::Chain;

/// A way in which money reaches a relative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Channel {
    /// Paid to the relative.
    Direct,
    /// Paid to a household of which the relative was a member on the day of payment.
    Household,
    /// Paid to a company of which the relative was legal representative, director, controller, or
    /// holder of one share of 5 % or more on the day of payment.
    Company,
    /// Paid to anyone, into an account that the relative owned on the day of payment, alone or
    /// jointly; not as agent or guardian.
    Account,
}

/// A payment that reached relatives, as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Row {
    pub(super) payment: Payment,
    reaches: Vec<Came>,
}

/// A way in which it came.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Came {
    channel: Channel,
    way: Way,
    via: Option<Via>,
}

impl Row {
    /// The payment with those it reached.
    pub(super) fn of(self, kin: &KinOnFile) -> ReachingSubsidy {
        let reaches = self.reaches.into_iter();
        let reaches =
            reaches.map(|came| Reach::new(came.channel, came.via, kin.kinship(&came.way)));
        ReachingSubsidy {
            payment: self.payment,
            reaches: reaches.collect(),
        }
    }
}

/// A payment that reached relatives, and how it reached each.
#[derive(SimpleObject)]
pub struct ReachingSubsidy {
    /// The payment.
    payment: Payment,
    /// Each relative and channel once, the nearest kin first.
    reaches: Vec<Reach>,
}

/// One way in which a payment reached one relative.
pub struct Reach {
    channel: Channel,
    via: Option<Via>,
    kinship: Kinship,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Direct, Self::Household, Self::Company, Self::Account];
}

impl Reach {
    /// How a payment reached a relative. An account is its owner's: of one who is hidden it is not shown.
    #[must_use]
    pub fn new(channel: Channel, via: Option<Via>, kinship: Kinship) -> Self {
        let shown = channel != Channel::Account || kinship.relative().is_some();
        Self {
            channel,
            via: via.filter(|_| shown),
            kinship,
        }
    }

    /// The way the money came.
    #[must_use]
    pub const fn way(&self) -> Channel {
        self.channel
    }

    /// How near the relative is.
    #[must_use]
    pub const fn nearness(&self) -> (usize, Chain) {
        self.kinship.nearness()
    }

    /// The official whose kin it reached, if in scope.
    #[must_use]
    pub fn official(&self) -> Option<&Person> {
        self.kinship.beginning()
    }
}

/// What the money went through on its way to a relative.
#[derive(Clone, Deserialize, Union)]
#[serde(tag = "label", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Via {
    /// A household.
    Household(Household),
    /// A company.
    Company(Company),
    /// An account.
    Account(Account),
}

/// One way in which a payment reached one relative.
#[Object]
impl Reach {
    /// The way the money came.
    async fn channel(&self) -> Channel {
        self.channel
    }

    /// What it went through; null for DIRECT, and where out of scope.
    async fn via(&self) -> Option<Via> {
        self.via.clone()
    }

    /// Whom it reached; null where out of scope.
    async fn relative(&self) -> Option<&Person> {
        self.kinship.relative()
    }

    /// How the relative is kin to the official: the least chain that held on the day of payment.
    async fn kinship(&self) -> &Kinship {
        &self.kinship
    }
}
