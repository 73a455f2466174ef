//! Accounts, money on its way, and what it is paid for.

use super::{entities::Row, entity::Entity};

impl Row<'_> {
    pub fn account(&self) -> Vec<Entity> {
        let account = self
            .node("BankAccount", "ACCOUNT")
            .with("name", self.get("holderName"))
            .with("accountNumber", self.get("number"))
            .with("bankName", self.get("bank"))
            .with("accountType", self.get("purpose"))
            .with("openingDate", self.get("openedOn"))
            .with("closingDate", self.get("closedOn"));
        let owner = self.party("ownerKind", "ownerId");
        if owner == "" {
            return vec![account];
        }
        let owned = self
            .link("Ownership")
            .with("owner", owner)
            .with("asset", self.id("ACCOUNT", "id"))
            .with("role", "account owner")
            .dated(self.get("openedOn"), self.get("closedOn"));
        vec![account, owned]
    }

    pub fn account_owner(&self) -> Entity {
        let owner = self.party("ownerKind", "ownerId");
        let account = self.id("ACCOUNT", "accountId");
        let entity = match self.get("role") {
            "JOINT" => self
                .link("Ownership")
                .with("owner", owner)
                .with("asset", account),
            _ => self
                .link("UnknownLink")
                .with("subject", owner)
                .with("object", account),
        };
        self.held(entity.with("role", self.get("role").to_lowercase()))
    }

    /// Money that came back runs the other way, so that sums stay right.
    pub fn payment(&self) -> Entity {
        let agency = (
            self.id("AGENCY", "payerId"),
            self.id("ACCOUNT", "payerAccountId"),
        );
        let payee = (
            self.party("payeeKind", "payeeId"),
            self.id("ACCOUNT", "accountId"),
        );
        let status = self.get("status");
        let came_back = matches!(status, "RETURNED" | "REVERSED");
        let (from, to) = if came_back {
            (payee, agency)
        } else {
            (agency, payee)
        };
        self.node("Payment", "PAYMENT")
            .with("payer", from.0)
            .with("payerAccount", from.1)
            .with("beneficiary", to.0)
            .with("beneficiaryAccount", to.1)
            .worth(self.get("amount"))
            .with("date", self.get("paidOn"))
            .with("purpose", if came_back { status } else { "" })
            .with("programme", self.get("programmeId"))
            .with("project", self.id("PROJECT", "projectId"))
            .with("contract", self.id("CONTRACT", "contractId"))
    }

    /// A payer that is a public body would make a payment of it.
    pub fn transfer(&self) -> Entity {
        let [from, to] = ["fromAccountId", "toAccountId"].map(|column| self.get(column));
        // Without a zone the hour is that of the record's own.
        let at = self.get("at").get(..19).unwrap_or_default();
        let payer = match self.names.owner(from) {
            ("AGENCY", _) => "".into(),
            (_, owner) => owner,
        };
        self.node("Payment", "TRANSFER")
            .with("payer", payer)
            .with("payerAccount", self.names.name("ACCOUNT", from))
            .with("beneficiary", self.names.owner(to).1)
            .with("beneficiaryAccount", self.names.name("ACCOUNT", to))
            .worth(self.get("amount"))
            .with("date", at)
            .with("purpose", self.get("purpose"))
    }

    pub fn project(&self) -> Entity {
        let entity = self
            .node("Project", "PROJECT")
            .with("name", self.get("name"))
            .worth(self.get("budget"));
        self.placed(entity)
    }

    pub fn contract(&self) -> Vec<Entity> {
        let (method, procedure) = method(self.get("method"));
        let contract = self
            .node("Contract", "CONTRACT")
            .with("title", self.row.id)
            .with("authority", self.id("AGENCY", "buyerId"))
            .with("project", self.id("PROJECT", "projectId"))
            .with("method", method)
            .with("procedure", procedure)
            .with("contractDate", self.get("signedOn"))
            .worth(self.get("amount"));
        let award = self
            .link("ContractAward")
            .with("contract", self.id("CONTRACT", "id"))
            .with("supplier", self.party("supplierKind", "supplierId"))
            .worth(self.get("amount"))
            .with("date", self.get("awardedOn"));
        vec![contract, award]
    }

    pub fn contract_party(&self) -> Entity {
        let contract = self.id("CONTRACT", "contractId");
        let party = self.party("partyKind", "partyId");
        match self.get("role") {
            "CONSORTIUM" => {
                let award = self.link("ContractAward").with("contract", contract);
                award.with("supplier", party).with("role", "consortium")
            }
            role => {
                let link = self.link("UnknownLink").with("subject", party);
                link.with("object", contract)
                    .with("role", role.to_lowercase())
            }
        }
    }
}

/// What OCDS groups a method under, and what the law calls it.
fn method(word: &str) -> (&'static str, &'static str) {
    match word {
        "OPEN" => ("open", "公开招标"),
        "INVITED" => ("selective", "邀请招标"),
        "NEGOTIATION" => ("limited", "竞争性谈判"),
        "CONSULTATION" => ("limited", "竞争性磋商"),
        "INQUIRY" => ("limited", "询价"),
        "SINGLE_SOURCE" => ("limited", "单一来源"),
        "DIRECT" => ("direct", "直接委托"),
        "LOTTERY" => ("limited", "抽签"),
        "FRAMEWORK" => ("open", "框架协议"),
        _ => ("", ""),
    }
}
