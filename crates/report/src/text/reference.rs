//! Publications that the text cites, numbered in the order in which they are first cited.

use std::cell::RefCell;

/// A publication. Its words are those of the methods pages and of the clinical rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    Ata2015,
    Record,
    Sampl,
    Davis,
    Barnett,
    Wilson,
    Quantiles,
    Student,
    Logarithms,
    SignedRank,
    ExactRanks,
    HodgesLehmann,
    KaplanMeier,
    FollowUp,
    AalenJohansen,
    Differences,
    Holm,
}

impl Reference {
    /// As the list prints it.
    fn text(self) -> &'static str {
        match self {
            Reference::Ata2015 => {
                "American Thyroid Association. 2015 management guidelines for adult patients with thyroid \
                 nodules and differentiated thyroid cancer, response to therapy. PubMed Central PMC4739132."
            }
            Reference::Record => {
                "Reporting of studies conducted using observational routinely-collected health data (RECORD) \
                 statement. PubMed Central PMC4595218."
            }
            Reference::Sampl => {
                "Lang TA, Altman DG. Statistical analyses and methods in the published literature: the SAMPL \
                 guidelines."
            }
            Reference::Davis => {
                "Davis CE. The effect of regression to the mean in epidemiologic and clinical studies. Am J \
                 Epidemiol 1976;104:493-498."
            }
            Reference::Barnett => {
                "Barnett AG, van der Pols JC, Dobson AJ. Regression to the mean: what it is and how to deal \
                 with it. Int J Epidemiol 2005;34:215-220."
            }
            Reference::Wilson => {
                "Wilson EB. Probable inference, the law of succession, and statistical inference. J Am Stat \
                 Assoc 1927;22:209-212."
            }
            Reference::Quantiles => {
                "Hyndman RJ, Fan Y. Sample quantiles in statistical packages. Am Stat 1996;50:361-365."
            }
            Reference::Student => "Student. The probable error of a mean. Biometrika 1908;6:1-25.",
            Reference::Logarithms => {
                "Bland JM, Altman DG. The use of transformation when comparing two means. BMJ 1996;312:1153."
            }
            Reference::SignedRank => {
                "Wilcoxon F. Individual comparisons by ranking methods. Biometrics 1945;1:80-83."
            }
            Reference::ExactRanks => {
                "Streitberg B, Röhmel J. Exact distributions for permutation and rank tests. Stat Software \
                 Newsl 1986;12:10-17."
            }
            Reference::HodgesLehmann => {
                "Hodges JL, Lehmann EL. Estimates of location based on rank tests. Ann Math Stat \
                 1963;34:598-611."
            }
            Reference::KaplanMeier => {
                "Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc \
                 1958;53:457-481."
            }
            Reference::FollowUp => {
                "Schemper M, Smith TL. A note on quantifying follow-up in studies of failure time. Control \
                 Clin Trials 1996;17:343-346."
            }
            Reference::AalenJohansen => {
                "Aalen OO, Johansen S. An empirical transition matrix for nonhomogeneous Markov chains. \
                 Scand J Stat 1978;5:141-150."
            }
            Reference::Differences => {
                "Austin PC. Balance diagnostics for comparing the distribution of baseline covariates. Stat \
                 Med 2009;28:3083-3107."
            }
            Reference::Holm => {
                "Holm S. A simple sequentially rejective multiple test procedure. Scand J Stat 1979;6:65-70."
            }
        }
    }
}

/// The publications cited so far.
#[derive(Debug, Default)]
pub(crate) struct Citations(RefCell<Vec<Reference>>);

impl Citations {
    /// `[3]`: the number of a publication, given at its first citation.
    pub(crate) fn cite(&self, reference: Reference) -> String {
        let mut cited = self.0.borrow_mut();
        let at = cited.iter().position(|known| *known == reference).unwrap_or_else(|| {
            cited.push(reference);
            cited.len() - 1
        });
        format!("[{}]", at + 1)
    }

    /// The text with the citation behind a phrase; at the end of the text where the phrase is not in it.
    pub(crate) fn behind(&self, text: &str, phrase: &str, reference: Reference) -> String {
        match text.find(phrase) {
            Some(at) => {
                let (before, after) = text.split_at(at + phrase.len());
                format!("{before} {}{after}", self.cite(reference))
            }
            None => format!("{text} {}", self.cite(reference)),
        }
    }

    /// The list, in the order of the numbers.
    pub(crate) fn list(&self) -> Vec<&'static str> {
        self.0.borrow().iter().map(|reference| reference.text()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_first_citation() {
        let citations = Citations::default();
        assert_eq!(
            citations.behind("A Wilson interval.", "Wilson interval", Reference::Wilson),
            "A Wilson interval [1]."
        );
        assert_eq!(citations.cite(Reference::Holm), "[2]");
        assert_eq!(citations.cite(Reference::Wilson), "[1]");
        assert_eq!(citations.behind("Text.", "absent", Reference::Davis), "Text. [3]");
        assert!(citations.list()[1].starts_with("Holm S."));
    }
}
