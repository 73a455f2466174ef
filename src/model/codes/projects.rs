//! Tenders, contracts, stages, land.

codes! {
    /// How a supplier is found.
    pub enum Method {
        /// Open tender.
        Open = "OPEN",
        /// Tender among invited bidders.
        Invited = "INVITED",
        /// Competitive negotiation.
        Negotiation = "NEGOTIATION",
        /// Competitive consultation.
        Consultation = "CONSULTATION",
        /// Request for quotations.
        Inquiry = "INQUIRY",
        /// One supplier, for a stated reason.
        SingleSource = "SINGLE_SOURCE",
        /// Given without any competition.
        Direct = "DIRECT",
        /// Drawn by lot.
        Lottery = "LOTTERY",
        /// Called off from a framework agreement.
        Framework = "FRAMEWORK",
    }

    /// How far a project has come, in this order.
    #[derive(PartialOrd, Ord)]
    pub enum StageKind {
        /// Approved.
        Approved = "APPROVED",
        /// Put out to tender.
        Tendered = "TENDERED",
        /// Contracted.
        Contracted = "CONTRACTED",
        /// Work has begun.
        Started = "STARTED",
        /// Accepted.
        Accepted = "ACCEPTED",
        /// Accounts settled.
        Settled = "SETTLED",
    }

    /// What became of a bid.
    pub enum BidStatus {
        /// Admitted.
        Valid = "VALID",
        /// Refused by the committee.
        Rejected = "REJECTED",
        /// Won the lot.
        Won = "WON",
        /// Taken back by the bidder.
        Withdrawn = "WITHDRAWN",
    }

    /// What someone else than the supplier is to a contract.
    pub enum PartyRole {
        /// Member of the supplier's consortium.
        Consortium = "CONSORTIUM",
        /// Does a part of the work.
        Subcontractor = "SUBCONTRACTOR",
        /// Provides labour only.
        LabourSubcontractor = "LABOUR_SUBCONTRACTOR",
        /// Took the supplier's place.
        Replacement = "REPLACEMENT",
        /// Answers for the supplier.
        Guarantor = "GUARANTOR",
        /// Supervises the work for the buyer.
        Supervisor = "SUPERVISOR",
    }

    /// By which right someone holds a plot.
    pub enum LandRight {
        /// Contracted from the collective.
        Contract = "CONTRACT",
        /// Leased from whoever contracted it.
        Lease = "LEASE",
        /// Owned by the collective.
        Collective = "COLLECTIVE",
        /// Land of a dwelling.
        Homestead = "HOMESTEAD",
        /// Forest.
        Forest = "FOREST",
        /// Pasture.
        Pasture = "PASTURE",
    }

    /// What an asset is.
    pub enum AssetKind {
        /// A vehicle.
        Vehicle = "VEHICLE",
        /// A dwelling.
        Dwelling = "DWELLING",
    }
}
