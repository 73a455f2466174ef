//! Bearer tokens: JSON Web Tokens (RFC 7519) signed with HS256.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::{Role, Scope, Viewer};
use crate::model::RegionCode;

/// Shortest secret taken, in bytes: the width of the hash (RFC 7518 §3.2).
pub const SHORTEST_SECRET: usize = 32;

/// What a token says about its bearer.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: String,
    role: Role,
    /// Division codes; absent means the whole country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    regions: Option<Vec<String>>,
    iat: i64,
    exp: i64,
}

/// Signs and checks tokens with one secret.
#[derive(Clone)]
pub struct Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
}

/// Why a token is not taken.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The token's time is over.
    #[error("the token has expired; get a new one with `kinflow token`")]
    Expired,
    /// Not a token of ours: broken, or signed with another secret.
    #[error("the token is not valid here; get one with `kinflow token`")]
    Invalid,
}

impl Tokens {
    /// Tokens of the service whose settings hold this secret.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self {
            signing: EncodingKey::from_secret(secret.as_bytes()),
            checking: DecodingKey::from_secret(secret.as_bytes()),
        }
    }

    /// Signs a token for a subject; no regions means everywhere.
    ///
    /// # Errors
    /// [`TokenError::Invalid`] when the token cannot be signed.
    pub fn sign(
        &self,
        subject: &str,
        role: Role,
        regions: &[RegionCode],
        now: DateTime<Utc>,
        lifetime: TimeDelta,
    ) -> Result<String, TokenError> {
        let regions = regions.iter().map(ToString::to_string).collect::<Vec<_>>();
        let claims = Claims {
            sub: subject.to_owned(),
            role,
            regions: (!regions.is_empty()).then_some(regions),
            iat: now.timestamp(),
            exp: (now + lifetime).timestamp(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signing)
            .map_err(|_| TokenError::Invalid)
    }

    /// Reads who the bearer is.
    ///
    /// # Errors
    /// [`TokenError`], which says what to do.
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Result<Viewer, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The clock is the caller's, so the expiry is compared here.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.checking, &validation)
            .map_err(|_| TokenError::Invalid)?
            .claims;
        if claims.exp <= now.timestamp() {
            return Err(TokenError::Expired);
        }
        let scope = match claims.regions {
            None => Scope::everywhere(),
            Some(regions) => {
                let regions = regions
                    .iter()
                    .map(|code| code.parse())
                    .collect::<Result<Vec<_>, _>>();
                Scope::within(&regions.map_err(|_| TokenError::Invalid)?)
            }
        };
        Ok(Viewer {
            subject: claims.sub,
            role: claims.role,
            scope,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn a_token_carries_role_and_regions_until_it_expires() {
        let tokens = Tokens::new(SECRET);
        let regions = ["50".parse().unwrap(), "5101".parse().unwrap()];
        let token = tokens
            .sign(
                "li",
                Role::Investigator,
                &regions,
                at(1_000),
                TimeDelta::hours(8),
            )
            .unwrap();
        let viewer = tokens.read(&token, at(1_001)).unwrap();
        assert_eq!(
            (viewer.subject.as_str(), viewer.role),
            ("li", Role::Investigator)
        );
        assert_eq!(viewer.scope, Scope::within(&regions));
        assert!(matches!(
            tokens.read(&token, at(1_000 + 8 * 3_600)),
            Err(TokenError::Expired)
        ));
    }

    #[test]
    fn another_secret_or_an_edited_token_is_refused() {
        let token = Tokens::new(SECRET)
            .sign("li", Role::Supervisor, &[], at(0), TimeDelta::hours(1))
            .unwrap();
        let other = Tokens::new("another secret of thirty-two bytes");
        assert!(matches!(
            other.read(&token, at(1)),
            Err(TokenError::Invalid)
        ));
        let unsigned = token.rsplit_once('.').unwrap().0.to_owned() + ".";
        assert!(matches!(
            Tokens::new(SECRET).read(&unsigned, at(1)),
            Err(TokenError::Invalid)
        ));
    }
}
