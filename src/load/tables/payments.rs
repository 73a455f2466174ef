//! `payments.csv`: money paid, returned or reversed.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;

use super::prelude::*;
use crate::{
    load::{
        read::party::Party,
        read::{
            cells::Doubtful,
            values::{amount, count, quantity},
        },
    },
    model::{
        AccountId, AgencyId, Interval, Invalid, Money, PaymentId, ProgrammeId, RegionCode,
        codes::{PartyKind, PaymentKind, PaymentStatus},
        day::day,
        identity::IdNumber,
        ids,
    },
};

mod statements;
use statements::*;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Payment {
    id: PaymentId,
    payer_id: AgencyId,
    payee: Party,
    amount_fen: Money,
    paid_on: NaiveDate,
    /// The month of `paid_on`, by which both engines can seek.
    month: String,
    programme_id: Option<ProgrammeId>,
    account_id: Option<AccountId>,
    status: Option<PaymentStatus>,
    kind: Option<PaymentKind>,
    corrects_id: Option<PaymentId>,
    recorded_on: Option<NaiveDate>,
    period_from: Option<NaiveDate>,
    period_to: Option<NaiveDate>,
    quantity: Option<f64>,
    credited_fen: Option<Money>,
    payee_name: Option<String>,
    payee_id_number: Option<IdNumber>,
    posted_on: Option<NaiveDate>,
    posted_days: Option<i64>,
    #[serde(flatten)]
    place: Option<Place>,
    #[serde(flatten)]
    elsewhere: Elsewhere,
}

/// What a payment says of tables that are not loaded yet, kept as it was handed over.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Elsewhere {
    payer_account_id: Option<AccountId>,
    application_id: Option<String>,
    project_id: Option<String>,
    contract_id: Option<String>,
    payout_id: Option<String>,
}

impl Table for Payment {
    const NAME: &'static str = "payments";
    const REQUIRED: &'static [&'static str] =
        &["id", "payerId", "payeeKind", "payeeId", "amount", "paidOn"];
    const OPTIONAL: &'static [&'static str] = &[
        "programmeId",
        "accountId",
        "payerAccountId",
        "applicationId",
        "projectId",
        "contractId",
        "payoutId",
        "status",
        "kind",
        "correctsId",
        "recordedOn",
        "period",
        "quantity",
        "creditedAmount",
        "payeeName",
        "payeeIdNumber",
        "postedOn",
        "postedDays",
        "regionCode",
    ];
    const LABEL: Option<Label> = Some(Label::Payment);

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let paid_on = cells.required("paidOn", day)?;
        let period = cells
            .optional("period", Interval::period)?
            .unwrap_or_default();
        let payment = Self {
            id: cells.id("id")?,
            payer_id: cells.id("payerId")?,
            payee: Party::required(cells, "payeeKind", "payeeId")?,
            amount_fen: cells.required("amount", amount)?,
            paid_on,
            month: paid_on.format("%Y-%m").to_string(),
            programme_id: cells.optional_id("programmeId")?,
            account_id: cells.optional_id("accountId")?,
            status: cells.optional("status", PaymentStatus::from_str)?,
            kind: cells.optional("kind", PaymentKind::from_str)?,
            corrects_id: cells.optional_id("correctsId")?,
            recorded_on: cells.optional("recordedOn", day)?,
            period_from: period.from,
            period_to: period.to,
            quantity: cells.optional("quantity", quantity)?,
            credited_fen: cells.optional("creditedAmount", amount)?,
            payee_name: cells.optional("payeeName", text)?,
            payee_id_number: cells.optional("payeeIdNumber", IdNumber::from_str)?,
            posted_on: cells.optional("postedOn", day)?,
            posted_days: cells.optional("postedDays", count(36_500))?,
            place: cells
                .optional("regionCode", RegionCode::from_str)?
                .map(Place::from),
            elsewhere: Elsewhere::read(cells)?,
        };
        if payment.corrects_id.as_ref() == Some(&payment.id) {
            let reason = "a payment does not correct itself";
            return Err(cells.refuse("correctsId", Fault::SelfLink, reason));
        }
        payment.doubt(cells);
        Ok(payment)
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn references(&self) -> Vec<Reference<'_>> {
        let required = [
            Reference::new("payerId", Label::Agency, &self.payer_id),
            self.payee.reference("payeeId"),
        ];
        let given = [
            Reference::optional("accountId", Label::Account, &self.account_id),
            Reference::optional("programmeId", Label::Programme, &self.programme_id),
            Reference::optional("correctsId", Label::Payment, &self.corrects_id),
        ];
        required
            .into_iter()
            .chain(given.into_iter().flatten())
            .collect()
    }

    /// A payment lies where the list it was paid on lies, by default where its payee does.
    fn settle(&mut self, known: &Known) -> Option<Doubtful> {
        if self.place.is_none() {
            let payee = known.get(Label::from(self.payee.kind), &self.payee.id)?;
            self.place = payee.region.clone().map(Place::from);
        }
        None
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        recall_nodes(Label::Payment, rows)
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let paid_to = |kind: PartyKind| {
            rows.ends(move |payment| (payment.payee.kind == kind).then_some(&payment.payee.id))
        };
        let payers = rows.ends(|payment| Some(&payment.payer_id));
        let persons = paid_to(PartyKind::Person);
        let households = paid_to(PartyKind::Household);
        let companies = paid_to(PartyKind::Company);
        let agencies = paid_to(PartyKind::Agency);
        let accounts = rows.ends(|payment| payment.account_id.as_ref());
        let programmes = rows.ends(|payment| payment.programme_id.as_ref());
        let corrected = rows.ends(|payment| payment.corrects_id.as_ref());
        Transaction::default()
            .add(&rows.changed, || ChangedPayments {
                rows: &rows.changed,
            })?
            .add(&rows.new, || NewPayments { rows: &rows.new })?
            .add(&payers, || PaidBy { links: &payers })?
            .add(&persons, || PaidToPersons { links: &persons })?
            .add(&households, || PaidToHouseholds { links: &households })?
            .add(&companies, || PaidToCompanies { links: &companies })?
            .add(&agencies, || PaidToAgencies { links: &agencies })?
            .add(&accounts, || PaidInto { links: &accounts })?
            .add(&programmes, || PaidUnder { links: &programmes })?
            .add(&corrected, || PaymentsCorrect { links: &corrected })?
            .done()
    }
}

impl Payment {
    fn doubt(&self, cells: &mut Cells<'_>) {
        if self.amount_fen == Money::default() {
            cells.doubt("amount", Doubt::ZeroAmount, "nothing was paid");
        }
        if self
            .payee_id_number
            .as_ref()
            .is_some_and(IdNumber::is_suspicious)
        {
            let words = "the check digit of this ID number contradicts the rest";
            cells.doubt("payeeIdNumber", Doubt::WrongCheckDigit, words);
        }
    }
}

impl Elsewhere {
    fn read(cells: &Cells<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            payer_account_id: cells.optional_id("payerAccountId")?,
            application_id: cells.optional("applicationId", any_id)?,
            project_id: cells.optional("projectId", any_id)?,
            contract_id: cells.optional("contractId", any_id)?,
            payout_id: cells.optional("payoutId", any_id)?,
        })
    }
}

fn any_id(text: &str) -> Result<String, Invalid> {
    ids::check(text)?;
    Ok(text.to_owned())
}
