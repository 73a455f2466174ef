//! Duties, decisions and the public record.

codes! {
    /// What a post may do.
    pub enum PowerKind {
        /// Directs an agency's work.
        Directs = "DIRECTS",
        /// Handles claims.
        Handles = "HANDLES",
        /// Approves claims.
        Approves = "APPROVES",
        /// Awards contracts.
        Awards = "AWARDS",
        /// Pays.
        Pays = "PAYS",
    }

    /// In which sense a person resides somewhere.
    pub enum ResidenceKind {
        /// In the household register.
        Registered = "REGISTERED",
        /// Lives there.
        Usual = "USUAL",
        /// Stays there for a time.
        Temporary = "TEMPORARY",
    }

    /// How someone is on a public payroll.
    pub enum EmploymentKind {
        /// Civil servant.
        CivilServant = "CIVIL_SERVANT",
        /// Staff of a public institution.
        PublicInstitution = "PUBLIC_INSTITUTION",
        /// On contract.
        Contract = "CONTRACT",
        /// For a time.
        Temporary = "TEMPORARY",
        /// A public-welfare job, itself a kind of aid.
        PublicWelfare = "PUBLIC_WELFARE",
        /// Retired.
        Retired = "RETIRED",
    }

    /// What was decided against someone.
    pub enum SanctionKind {
        /// A warning.
        Warning = "WARNING",
        /// A demerit.
        Demerit = "DEMERIT",
        /// Lower rank or post.
        Demotion = "DEMOTION",
        /// Removal from office or service.
        Dismissal = "DISMISSAL",
        /// A sanction of the party.
        PartyDiscipline = "PARTY_DISCIPLINE",
        /// A sentence of a court.
        Sentence = "SENTENCE",
        /// A fine.
        Fine = "FINE",
        /// Barred from public procurement.
        Debarment = "DEBARMENT",
        /// Anything else.
        Other = "OTHER",
    }

    /// What an official files.
    pub enum FilingKind {
        /// A relative who applies for or draws aid.
        Kin = "KIN",
        /// A business of the official's or of a relative.
        Business = "BUSINESS",
        /// A post of a relative.
        Post = "POST",
        /// Recusal from an application or a tender.
        Recusal = "RECUSAL",
        /// The yearly declaration.
        Declaration = "DECLARATION",
    }

    /// A step on the way of an application.
    pub enum HandlingStep {
        /// Taken in.
        Acceptance = "ACCEPTANCE",
        /// Looked into on site.
        Survey = "SURVEY",
        /// Reviewed.
        Review = "REVIEW",
        /// Approved or refused.
        Approval = "APPROVAL",
        /// Paid.
        Payment = "PAYMENT",
    }

    /// How a step ended.
    pub enum Decision {
        /// Agreed.
        Agreed = "AGREED",
        /// Refused.
        Refused = "REFUSED",
        /// Sent back.
        Returned = "RETURNED",
    }

    /// What someone beside its owner is to an account.
    pub enum OwnerRole {
        /// Owns it too.
        Joint = "JOINT",
        /// Acts for the owner.
        Agent = "AGENT",
        /// Guardian of the owner.
        Guardian = "GUARDIAN",
    }

    /// What a transfer is.
    pub enum TransferKind {
        /// From account to account.
        Transfer = "TRANSFER",
        /// Drawn as cash.
        CashOut = "CASH_OUT",
        /// A bid or performance bond.
        Bond = "BOND",
        /// A bond paid back.
        Refund = "REFUND",
        /// Sent back.
        Return = "RETURN",
        /// Wages.
        Wages = "WAGES",
    }

    /// How a day differs from its place in the week.
    pub enum WorkdayKind {
        /// No work on a weekday.
        Holiday = "HOLIDAY",
        /// Work on a weekend.
        Workday = "WORKDAY",
    }

    /// What is posted in public.
    pub enum PostingKind {
        /// Who receives a programme.
        Beneficiaries = "BENEFICIARIES",
        /// A payout.
        Payout = "PAYOUT",
        /// A project.
        Project = "PROJECT",
        /// A tender.
        Tender = "TENDER",
        /// An award.
        Award = "AWARD",
        /// A village's accounts.
        Accounts = "ACCOUNTS",
        /// Anything else of a village.
        VillageAffairs = "VILLAGE_AFFAIRS",
    }

    /// What a tip is.
    pub enum TipClass {
        /// A petition or complaint.
        Petition = "PETITION",
        /// An accusation against someone.
        Accusation = "ACCUSATION",
        /// A suggestion.
        Suggestion = "SUGGESTION",
    }
}
