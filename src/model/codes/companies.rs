//! Companies, those who hold them, and accounts.

codes! {
    /// The legal form of a company.
    pub enum CompanyKind {
        /// Limited liability company.
        LimitedLiability = "LIMITED_LIABILITY",
        /// Company limited by shares.
        JointStock = "JOINT_STOCK",
        /// Sole proprietorship enterprise.
        SoleProprietorship = "SOLE_PROPRIETORSHIP",
        /// Partnership.
        Partnership = "PARTNERSHIP",
        /// Individual business.
        IndividualBusiness = "INDIVIDUAL_BUSINESS",
        /// Farmers' specialised cooperative.
        Cooperative = "COOPERATIVE",
        /// Family farm.
        FamilyFarm = "FAMILY_FARM",
        /// State-owned enterprise.
        StateOwned = "STATE_OWNED",
        /// Collectively owned enterprise.
        Collective = "COLLECTIVE",
        /// Branch of another company.
        Branch = "BRANCH",
        /// Anything else.
        Other = "OTHER",
    }

    /// What a holder is to a company.
    pub enum InterestKind {
        /// Holds a share of it.
        Shareholder = "SHAREHOLDER",
        /// Represents it in law.
        LegalRepresentative = "LEGAL_REPRESENTATIVE",
        /// Sits on its board.
        Director = "DIRECTOR",
        /// Supervises its board.
        Supervisor = "SUPERVISOR",
        /// Decides for it in fact.
        Controller = "CONTROLLER",
    }

    /// What an account is for.
    pub enum AccountPurpose {
        /// Receives subsidies, as a social-security card.
        Subsidy = "SUBSIDY",
        /// Holds public funds.
        PublicFund = "PUBLIC_FUND",
        /// Holds bid or performance bonds.
        Bond = "BOND",
        /// Pays or receives wages.
        Wages = "WAGES",
        /// A company's basic account.
        Basic = "BASIC",
        /// Anything else.
        General = "GENERAL",
    }
}
