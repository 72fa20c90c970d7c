//! What a commitment is about: the closed list of topics.

use super::terms::terms;

terms! {
    /// A field of co-operation.
    Topic {
        /// The mechanism of the parties itself, and its bodies.
        Governance = "governance",
        Multilateralism = "multilateralism",
        Sovereignty = "sovereignty",
        Peace = "peace",
        Security = "security",
        Drugs = "drugs",
        Disarmament = "disarmament",
        Afghanistan = "afghanistan",
        Humanitarian = "humanitarian",
        Trade = "trade",
        Investment = "investment",
        Industry = "industry",
        Customs = "customs",
        Transport = "transport",
        Infrastructure = "infrastructure",
        Energy = "energy",
        Minerals = "minerals",
        Agriculture = "agriculture",
        FoodSecurity = "food-security",
        Climate = "climate",
        Environment = "environment",
        Mountains = "mountains",
        Water = "water",
        Science = "science",
        Digital = "digital",
        Cybersecurity = "cybersecurity",
        Education = "education",
        Culture = "culture",
        Heritage = "heritage",
        Tourism = "tourism",
        Sport = "sport",
        Youth = "youth",
        Health = "health",
        Poverty = "poverty",
        Social = "social",
    }
}
