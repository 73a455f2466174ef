//! The closed lists of the tables: each word stands here once, as files, graph and API write it.

/// Makes an enum whose variants are written as fixed words.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $(#[derive($($derive:ident),+)])? pub enum $name:ident {
        $($(#[doc = $about:literal])+ $variant:ident = $word:literal),* $(,)?
    })*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize $($(, $derive)+)?)]
        pub enum $name { $($(#[doc = $about])+ #[serde(rename = $word)] $variant),* }

        impl $crate::model::codes::Codes for $name {
            const NAME: &'static str = stringify!($name);
            const ABOUT: &'static str = concat!($($doc),+);
            const MEANINGS: &'static [(&'static str, &'static str)] = &[$(($word, concat!($($about),+))),*];

            fn word(self) -> &'static str {
                self.as_str()
            }
        }

        impl $name {
            /// Every code, in the list's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// Every word, in the list's order.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word as files write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::fault::Invalid;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err($crate::model::codes::unknown(Self::WORDS)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}
pub(crate) use codes;

/// A closed list with what it and each of its words mean, as the API explains them.
pub trait Codes: Copy + std::str::FromStr + Send + Sync + 'static {
    /// The list's name.
    const NAME: &'static str;
    /// What the list is about.
    const ABOUT: &'static str;
    /// Each word and its meaning, in the list's order.
    const MEANINGS: &'static [(&'static str, &'static str)];

    /// The word of this code.
    fn word(self) -> &'static str;
}

use super::fault::{Fault, Invalid};

/// The refusal of a word that is not in a closed list.
pub(crate) fn unknown(words: &[&str]) -> Invalid {
    Invalid::new(
        Fault::UnknownCode,
        format!("one of {} is needed here", words.join(" ")),
    )
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_and_written_as_it_stands() {
        for (code, word) in InterestKind::ALL.iter().zip(InterestKind::WORDS) {
            assert_eq!(word.parse::<InterestKind>().as_ref(), Ok(code));
            assert_eq!(serde_json::to_value(code).unwrap(), *word);
        }
        let unknown = "shareholder".parse::<InterestKind>().unwrap_err();
        assert_eq!(unknown.fault, Fault::UnknownCode);
        assert!(unknown.reason.contains("SHAREHOLDER"), "{unknown}");
    }
}
