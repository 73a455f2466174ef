//! Scalars and enums of the API over the plain types of the model.

use std::{borrow::Cow, fmt};

use async_graphql::{
    ContextSelectionSet, ID, InputType, InputValueError, InputValueResult, Name, OutputType,
    Positioned, Scalar, ScalarType, ServerResult, Value,
    parser::types::Field,
    registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::context::ContextExt;
use crate::{
    access::{Sensitive, policy::Kind},
    model::{
        self, AccountId, AgencyId, AllocationId, AmendmentId, CompanyId, ContractId, HouseholdId,
        Level, PaymentId, PersonId, PostId, ProgrammeId, ProjectId, TenderId,
        codes::{self, Codes},
        kin::{Locale, Nature, Sex},
    },
};

/// Money in yuan as an exact decimal text with two decimals: `"1234.50"`.
#[Scalar(name = "Money")]
impl ScalarType for model::Money {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(text.parse()?),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// A share in percent as an exact decimal text with four decimals: `"33.3333"`. Whole percents may be
/// handed over as numbers.
#[Scalar(name = "Percent")]
impl ScalarType for model::Share {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(text.parse()?),
            Value::Number(number) if number.is_u64() => Ok(number.to_string().parse()?),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// A national division code cut to its tier: 2, 4, 6, 9 or 12 digits, so that an ancestor is a
/// prefix (GB/T 2260, GB/T 10114).
#[Scalar(name = "RegionCode")]
impl ScalarType for model::RegionCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(text.parse()?),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// A calendar day as the API writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(pub NaiveDate);

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A calendar day, ISO 8601: `"2026-01-31"`.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(Self(model::day::day(text)?)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A calendar month: `"2024-03"`.
#[Scalar(name = "Month")]
impl ScalarType for model::Month {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(text.parse()?),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// The name of a scope of kin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeName(pub String);

/// The name of a scope of kin, as `AVOIDANCE`, written as a word or as a text; `kinScopes` lists them.
#[Scalar(name = "KinScope")]
impl ScalarType for ScopeName {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            Value::Enum(word) => Ok(Self(word.to_string())),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// Gives ids of the model the GraphQL type `ID`.
macro_rules! ids {
    ($($id:ty),*) => {$(
        impl InputType for $id {
            type RawValueType = Self;

            fn type_name() -> Cow<'static, str> {
                <ID as InputType>::type_name()
            }

            fn create_type_info(registry: &mut Registry) -> String {
                <ID as InputType>::create_type_info(registry)
            }

            fn parse(value: Option<Value>) -> InputValueResult<Self> {
                let id = <ID as InputType>::parse(value).map_err(InputValueError::propagate)?;
                Ok(id.0.parse()?)
            }

            fn to_value(&self) -> Value {
                Value::String(self.to_string())
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }
        }

        impl OutputType for $id {
            fn type_name() -> Cow<'static, str> {
                <ID as OutputType>::type_name()
            }

            fn create_type_info(registry: &mut Registry) -> String {
                <ID as OutputType>::create_type_info(registry)
            }

            async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
                Ok(Value::String(self.to_string()))
            }
        }
    )*};
}

ids!(
    AccountId,
    AgencyId,
    AllocationId,
    AmendmentId,
    CompanyId,
    ContractId,
    HouseholdId,
    PaymentId,
    PersonId,
    PostId,
    ProgrammeId,
    ProjectId,
    TenderId
);

/// A sensitive value is a text that the caller's role may see clear, masked or not at all.
impl<K: Kind, T: AsRef<str> + Send + Sync> OutputType for Sensitive<K, T> {
    fn type_name() -> Cow<'static, str> {
        <String as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <String as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(ctx.viewer().show(self).map_or(Value::Null, Value::String))
    }
}

/// Serves closed lists of the model as GraphQL enums, with the meanings they already have.
macro_rules! enums {
    ($($list:ty),* $(,)?) => {$(
        impl InputType for $list {
            type RawValueType = Self;

            fn type_name() -> Cow<'static, str> {
                Cow::Borrowed(<Self as Codes>::NAME)
            }

            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| enum_info::<Self>())
            }

            fn parse(value: Option<Value>) -> InputValueResult<Self> {
                match value.unwrap_or_default() {
                    Value::Enum(word) => Ok(word.parse()?),
                    Value::String(word) => Ok(word.parse()?),
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn to_value(&self) -> Value {
                Value::Enum(Name::new(self.word()))
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }
        }

        impl OutputType for $list {
            fn type_name() -> Cow<'static, str> {
                Cow::Borrowed(<Self as Codes>::NAME)
            }

            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_output_type::<Self, _>(MetaTypeId::Enum, |_| enum_info::<Self>())
            }

            async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
                Ok(Value::Enum(Name::new(self.word())))
            }
        }
    )*};
}

enums!(
    Sex,
    Nature,
    Locale,
    Level,
    crate::load::BatchState,
    crate::load::Doubt,
    crate::model::Fault,
    crate::model::web::NodeKind,
    codes::AgencyKind,
    codes::PostKind,
    codes::HouseholdKind,
    codes::CompanyKind,
    codes::InterestKind,
    codes::ProgrammeUnit,
    codes::Basis,
    codes::FundKind,
    codes::PaymentStatus,
    codes::PaymentKind,
    codes::Method,
    codes::BidStatus,
    codes::StageKind,
    codes::TransferKind,
    codes::PartyKind,
    crate::questions::ValueType,
    crate::questions::Sensitivity,
    crate::rules::Severity,
    crate::alerts::AlertState,
    crate::alerts::News,
    crate::alerts::DismissReason,
    crate::alerts::Act,
    crate::alerts::Refusal,
    crate::alerts::RunState,
);

fn enum_info<T: Codes>() -> MetaType {
    let value = |&(word, meaning): &(&str, &str)| {
        let value = MetaEnumValue {
            name: word.to_owned(),
            description: Some(meaning.trim().to_owned()),
            deprecation: Deprecation::NoDeprecated,
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            directive_invocations: Vec::new(),
        };
        (word.to_owned(), value)
    };
    MetaType::Enum {
        name: T::NAME.to_owned(),
        description: Some(T::ABOUT.trim().to_owned()),
        enum_values: T::MEANINGS.iter().map(value).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some(std::any::type_name::<T>()),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}
