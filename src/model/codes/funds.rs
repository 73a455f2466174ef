//! Programmes and payments.

codes! {
    /// What one claim under a programme counts.
    pub enum ProgrammeUnit {
        /// Each person.
        Person = "PERSON",
        /// Each household.
        Household = "HOUSEHOLD",
        /// Each plot of land.
        Plot = "PLOT",
        /// Each project.
        Project = "PROJECT",
    }

    /// What entitles someone to a programme.
    pub enum Basis {
        /// Everyone of a place or an age.
        Universal = "UNIVERSAL",
        /// A status or an area decides.
        Entitlement = "ENTITLEMENT",
        /// Need decides.
        MeansTested = "MEANS_TESTED",
        /// Someone picks the payee.
        Selected = "SELECTED",
        /// The death of a relative.
        Survivor = "SURVIVOR",
    }

    /// The budget line a programme belongs to.
    pub enum FundKind {
        /// Minimum living, extreme poverty, temporary aid.
        SocialAssistance = "SOCIAL_ASSISTANCE",
        /// Orphans and children in need.
        ChildWelfare = "CHILD_WELFARE",
        /// Care for the old.
        ElderlyCare = "ELDERLY_CARE",
        /// Living and care of the disabled.
        Disability = "DISABILITY",
        /// Pensions.
        Pension = "PENSION",
        /// Veterans and families of the fallen.
        Veterans = "VETERANS",
        /// Medical insurance and aid.
        Medical = "MEDICAL",
        /// Schools, students, meals.
        Education = "EDUCATION",
        /// Jobs, training, public-welfare posts.
        Employment = "EMPLOYMENT",
        /// Housing repair and relocation.
        Housing = "HOUSING",
        /// Grain, land fertility, machinery.
        Agriculture = "AGRICULTURE",
        /// Returning farmland to forest, forest guards.
        Forestry = "FORESTRY",
        /// Grassland and livestock.
        Pasture = "PASTURE",
        /// Water works and resettlement for reservoirs.
        Water = "WATER",
        /// Rural revitalisation and earlier poverty relief.
        RuralRevitalisation = "RURAL_REVITALISATION",
        /// Local industry, cooperatives, enterprises.
        Industry = "INDUSTRY",
        /// Roads, lighting, sanitation.
        Infrastructure = "INFRASTRUCTURE",
        /// Compensation for land taken.
        LandCompensation = "LAND_COMPENSATION",
        /// Relief after disasters.
        DisasterRelief = "DISASTER_RELIEF",
        /// Village running costs and cadre pay.
        VillageAdministration = "VILLAGE_ADMINISTRATION",
        /// Anything else.
        Other = "OTHER",
    }

    /// How a programme's payouts must be posted in public.
    pub enum Posting {
        /// Names and amounts.
        List = "LIST",
        /// Numbers only.
        Count = "COUNT",
        /// Not at all.
        None = "NONE",
    }

    /// What became of a payment.
    pub enum PaymentStatus {
        /// Paid; also where no status is given.
        Paid = "PAID",
        /// Came back: a row of its own that corrects the first.
        Returned = "RETURNED",
        /// Undone in the books: a row of its own that corrects the first.
        Reversed = "REVERSED",
    }

    /// What a payment is within its programme.
    pub enum PaymentKind {
        /// The amount due for the period.
        Regular = "REGULAR",
        /// An addition to an amount already paid.
        TopUp = "TOP_UP",
        /// Paid late for an earlier period.
        Arrears = "ARREARS",
        /// A returned payment sent again.
        Reissue = "REISSUE",
        /// Paid before it is due.
        Advance = "ADVANCE",
        /// Kept back until the work has proved itself.
        Retention = "RETENTION",
    }
}
