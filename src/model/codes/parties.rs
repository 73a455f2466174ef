//! Who is who: parties, agencies, posts, households, kin, statuses.

codes! {
    /// Which label an id belongs to, where a column leaves it open.
    #[derive(PartialOrd, Ord)]
    pub enum PartyKind {
        /// A natural person.
        Person = "PERSON",
        /// A household of any register.
        Household = "HOUSEHOLD",
        /// A company, cooperative or sole trader.
        Company = "COMPANY",
        /// A public body or collective.
        Agency = "AGENCY",
    }

    /// What a public body or organisation is.
    pub enum AgencyKind {
        /// People's government of a province.
        ProvinceGovernment = "PROVINCE_GOVERNMENT",
        /// People's government of a prefecture.
        PrefectureGovernment = "PREFECTURE_GOVERNMENT",
        /// People's government of a county.
        CountyGovernment = "COUNTY_GOVERNMENT",
        /// People's government of a township, or a subdistrict office.
        TownshipGovernment = "TOWNSHIP_GOVERNMENT",
        /// Finance bureau.
        Finance = "FINANCE",
        /// Civil affairs bureau.
        CivilAffairs = "CIVIL_AFFAIRS",
        /// Agriculture and rural affairs bureau.
        Agriculture = "AGRICULTURE",
        /// Housing and construction bureau.
        Housing = "HOUSING",
        /// Education bureau.
        Education = "EDUCATION",
        /// Health commission.
        Health = "HEALTH",
        /// Human resources and social security bureau.
        HumanResources = "HUMAN_RESOURCES",
        /// Medical insurance bureau.
        MedicalInsurance = "MEDICAL_INSURANCE",
        /// Forestry bureau.
        Forestry = "FORESTRY",
        /// Water bureau.
        Water = "WATER",
        /// Transport bureau.
        Transport = "TRANSPORT",
        /// Natural resources bureau.
        NaturalResources = "NATURAL_RESOURCES",
        /// Veterans affairs bureau.
        Veterans = "VETERANS",
        /// Emergency management bureau.
        Emergency = "EMERGENCY",
        /// Rural revitalisation bureau.
        RuralRevitalisation = "RURAL_REVITALISATION",
        /// Public security bureau.
        PublicSecurity = "PUBLIC_SECURITY",
        /// Audit bureau.
        Audit = "AUDIT",
        /// Discipline inspection and supervision.
        Inspectorate = "INSPECTORATE",
        /// Villagers' or residents' committee, or a village's collective economy.
        VillageCollective = "VILLAGE_COLLECTIVE",
        /// Federation, association or charity.
        SocialOrganisation = "SOCIAL_ORGANISATION",
        /// Home for the old, the disabled or children.
        CareHome = "CARE_HOME",
        /// School or kindergarten.
        School = "SCHOOL",
        /// Hospital or clinic.
        Hospital = "HOSPITAL",
        /// Anything else.
        Other = "OTHER",
    }

    /// Whose staff a post belongs to.
    pub enum PostKind {
        /// A post of the state's establishment.
        Cadre = "CADRE",
        /// A post in a village or community.
        VillageCadre = "VILLAGE_CADRE",
    }

    /// The register a household stands in.
    pub enum HouseholdKind {
        /// Household register of the police.
        Registered = "REGISTERED",
        /// Household as a unit of social assistance.
        Aid = "AID",
        /// Household on a poverty list.
        PovertyList = "POVERTY_LIST",
        /// Household holding a land contract.
        LandContract = "LAND_CONTRACT",
    }

    /// Why a person joined a household.
    pub enum JoinReason {
        /// Born into it.
        Birth = "BIRTH",
        /// Married into it.
        Marriage = "MARRIAGE",
        /// Adopted into it.
        Adoption = "ADOPTION",
        /// Moved in from another household.
        Transfer = "TRANSFER",
        /// Came back, as from study, service or prison.
        Return = "RETURN",
        /// Came with a split of an older household.
        Split = "SPLIT",
        /// Anything else.
        Other = "OTHER",
    }

    /// How two persons are related, read from left to right.
    pub enum KinshipKind {
        /// The first is a parent of the second.
        ParentOf = "PARENT_OF",
        /// The two are or were married.
        SpouseOf = "SPOUSE_OF",
        /// The two are brothers or sisters.
        SiblingOf = "SIBLING_OF",
    }

    /// A status of a person that decides on a programme.
    pub enum StatusKind {
        /// Holds a disability certificate.
        Disabled = "DISABLED",
        /// Is a student.
        Student = "STUDENT",
        /// Draws a pension.
        Pensioner = "PENSIONER",
        /// Serves a sentence.
        ServingSentence = "SERVING_SENTENCE",
        /// Served in the forces.
        Veteran = "VETERAN",
        /// Is an orphan or treated as one.
        Orphan = "ORPHAN",
        /// Is registered as unemployed.
        Unemployed = "UNEMPLOYED",
        /// Is of the family of someone fallen in service.
        MartyrFamily = "MARTYR_FAMILY",
    }
}
