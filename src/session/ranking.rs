//! Fit and query: the head is fitted on all answers, every text is scored, the strategy ranks, random checks are mixed in.

use crate::corpus::{DocId, Event};
use crate::error::{Code, Error, Result};
use crate::evaluate;
use crate::head::{self, COMMITTEE_SIZE, Committee, HeadConfig, OneVsRestHead, PROTOTYPE_TEMPERATURE, SoftmaxHead};
use crate::matrix::Matrix;
use crate::rng::{self, Rng};
use crate::strategy::{self, Need, Pick, PoolView, Scope, StrategyConfig, Turn};

use super::Session;
use super::answers::Answers;
use super::audit;
use super::model::{self, Head};
use super::simulate::Feedback;
use super::texts::BLANK;
use super::view::{Flag, QueryItem, Suggestion};

const SCORED_AT_ONCE: usize = 4096;
/// Between a bandit's name and its arm's, in what an item says of who asked.
const ARM: char = '/';

/// A head and what it was asked for, until an answer or an embedding changes.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    /// Absent while no embedded document has an answer.
    pub head: Option<Head>,
    /// How it was fitted, the strength of the penalty settled.
    pub config: HeadConfig,
    /// Absent until a strategy needs it.
    pub committee: Option<Committee>,
}

impl Session {
    /// The head fitted on all answers so far; `None` while there is none to learn from, and where a text may have several labels.
    ///
    /// # Errors
    /// Those of [`SoftmaxHead::fit`].
    pub fn head(&mut self) -> Result<Option<&SoftmaxHead>> {
        Ok(self.fitted_head()?.and_then(Head::softmax))
    }

    /// The same where a text may have several labels: one yes or no for each.
    ///
    /// # Errors
    /// Those of [`OneVsRestHead::fit`].
    pub fn multi_label_head(&mut self) -> Result<Option<&OneVsRestHead>> {
        Ok(self.fitted_head()?.and_then(Head::one_vs_rest))
    }

    /// The head of whichever kind the project has.
    pub(super) fn fitted_head(&mut self) -> Result<Option<&Head>> {
        if self.fitted.is_none() {
            let answers = self.answers().clone();
            self.fitted = Some(self.fit(&answers)?);
        }
        Ok(self.fitted.as_ref().and_then(|fitted| fitted.head.as_ref()))
    }

    /// The `count` texts most worth asking about, best first, with random checks mixed in where their turn comes.
    ///
    /// Never empty while an answerable document has no answer: texts that are not embedded yet are drawn at random.
    ///
    /// # Errors
    /// `invalid_strategy`, and those of the fit.
    pub fn query(&mut self, config: Option<&StrategyConfig>, count: usize) -> Result<Vec<QueryItem>> {
        let config = &self.strategy_for(config)?;
        let strategy = config.build()?;
        let answers = self.answers().clone();
        let answered = answers.labelled.len() + answers.skipped.iter().filter(|&&skipped| skipped).count();
        let turns: Vec<usize> = (0..count).filter(|place| audit::is_turn(answered + place)).collect();
        let checks = self.audit_stream(&answers, turns.len());

        let head = self.fitted_head()?.cloned();
        let head_config = self.fitted.as_ref().map(|fitted| fitted.config.clone());
        let candidates = self.candidates(&answers, &checks);
        let probabilities = head.as_ref().map(|head| self.score(head, &candidates));
        let cold = strategy.need().model() && (head.is_none() || answers.cold_start(self.labels.len()));
        let committee = if strategy.need() == Need::Committee && !cold {
            self.committee(&answers)?.map(|committee| self.score_each(&committee, &candidates))
        } else {
            None
        };
        let names: Vec<String> = self.labels.as_slice().iter().map(|label| label.name.clone()).collect();
        let history = self.arms_so_far();
        let (labelled, targets) = self.embedded_answers(&answers);
        let sets: Option<Vec<Vec<usize>>> = answers.multi_label.then(|| self.embedded_sets(&answers).1);
        let pool = PoolView {
            probabilities: probabilities.as_ref(),
            head: head.as_ref().and_then(Head::softmax),
            head_config: head_config.as_ref(),
            label_sets: sets.as_deref(),
            committee: committee.as_deref(),
            labelled: &labelled,
            targets: &targets,
            names: &names,
            history: &history,
            ..PoolView::new(self.texts.features(), self.texts.row_of(), &candidates, names.len())
        };
        // A stream of its own for every length of the log: the same project asks the same things, whatever was asked before.
        let mut rng = Rng::new(rng::mix(self.seed, self.log.len() as u64));
        let (name, mut picks) = if cold {
            let start = strategy::cold_start_strategy();
            (start.name().to_owned(), start.build()?.select(&pool, count, &mut rng)?)
        } else {
            let name = strategy.arm(&history, &rng).map_or_else(|| config.name().to_owned(), |arm| format!("{}{ARM}{arm}", config.name()));
            (name, strategy.select(&pool, count, &mut rng)?)
        };
        let mut chosen: Vec<(String, bool, Pick)> = picks.drain(..).map(|pick| (name.clone(), false, pick)).collect();
        let unread = self.unread(&answers, &checks, count.saturating_sub(chosen.len()), &mut rng);
        chosen.extend(unread.into_iter().map(|pick| ("random".to_owned(), false, pick)));
        for (&turn, id) in turns.iter().zip(checks) {
            let pick = Pick { id, score: 0.0, reason: "random check: accuracy is measured on these".to_owned() };
            chosen.insert(turn.min(chosen.len()), ("audit".to_owned(), true, pick));
        }
        chosen.truncate(count);
        self.items(chosen, head.as_ref(), &names)
    }

    /// One document as [`query`](Self::query) would show it, answered or not: for coming back to it after an undo or a reload.
    ///
    /// # Errors
    /// `unknown_document`, and those of the fit.
    pub fn item(&mut self, id: DocId) -> Result<QueryItem> {
        self.corpus.get(id)?;
        let head = self.fitted_head()?.cloned();
        let names: Vec<String> = self.labels.as_slice().iter().map(|label| label.name.clone()).collect();
        let pick = Pick { id, score: 0.0, reason: "asked for by its number".to_owned() };
        let mut items = self.items(vec![("none".to_owned(), false, pick)], head.as_ref(), &names)?;
        Ok(items.remove(0))
    }

    /// The strategy that is asked: the one named, or the first choice of this kind of project in place of none and of `auto`, which is
    /// for one label a text.
    fn strategy_for(&self, config: Option<&StrategyConfig>) -> Result<StrategyConfig> {
        let invalid = |message: String| Err(Error::new(Code::InvalidStrategy, message));
        let several = self.options.multi_label;
        let config = match config {
            None | Some(StrategyConfig::Auto(_)) if several => StrategyConfig::first_choice_multi_label(),
            None => StrategyConfig::first_choice(),
            Some(config) => config.clone(),
        };
        let name = config.name();
        match (config.about().scope, several) {
            (Scope::MultiLabel, false) => {
                invalid(format!("The strategy “{name}” is for texts with several labels; this project gives each text one. Choose another."))
            }
            (Scope::SingleLabel, true) => {
                invalid(format!("The strategy “{name}” is for texts with one label; this project lets a text have several. Choose another."))
            }
            // Nothing rewards its arms: the probability that is expected of a check is one label's.
            (_, true) if matches!(config, StrategyConfig::Bandit(_)) => {
                invalid("A bandit learns from checks with one label; this project lets a text have several. Choose one strategy.".into())
            }
            _ => Ok(config),
        }
    }

    /// What the head that is there gives a document's class, in thousandths. Fits nothing.
    pub(super) fn expected(&self, id: DocId, class: usize) -> Option<u16> {
        let head = self.fitted.as_ref()?.head.as_ref().and_then(Head::softmax).filter(|_| self.texts.is_embedded(id))?;
        let probability = *head.predict_proba(&self.rows(&[id])).row(0).get(class)?;
        Some((1000.0 * probability).round() as u16)
    }

    /// Whether a document has an answer or was skipped.
    ///
    /// # Errors
    /// `unknown_document`.
    pub fn is_answered(&mut self, id: DocId) -> Result<bool> {
        self.corpus.get(id)?;
        Ok(self.answers().answered[id as usize])
    }

    /// The choices of a bandit that random checks have rewarded, from the log alone. Every answer to a text that an arm chose is a
    /// turn; the next check's expected probability is its reward.
    pub(super) fn arms_so_far(&self) -> Vec<Turn> {
        let mut feedback = Feedback::default();
        for event in self.log.leaves() {
            match event {
                Event::Annotate { audit: true, expected: Some(expected), .. } => {
                    feedback.checked(&[f32::from(*expected) / 1000.0], self.labels.len())
                }
                Event::Annotate { audit: false, asked_by: Some(by), .. } => {
                    if let Some((_, arm)) = by.split_once(ARM) {
                        feedback.chose(arm.to_owned());
                    }
                }
                _ => {}
            }
        }
        feedback.history().to_vec()
    }

    /// The committee fitted on all answers so far.
    fn committee(&mut self, answers: &Answers) -> Result<Option<Committee>> {
        self.fitted_head()?;
        if let Some(known) = self.fitted.as_ref().and_then(|fitted| fitted.committee.as_ref()) {
            return Ok(Some(known.clone()));
        }
        let (ids, targets) = self.embedded_answers(answers);
        let rows = self.rows(&ids);
        let Some(fitted) = self.fitted.as_mut().filter(|_| !ids.is_empty()) else { return Ok(None) };
        let of_head = || fitted.head.as_ref().and_then(Head::softmax).map(|head| Committee::of(head, COMMITTEE_SIZE));
        let warm = self.warm_committee.take().or_else(of_head);
        let (classes, config) = (self.labels.len(), &fitted.config);
        let committee = Committee::fit_by_id(&rows, &targets, &ids, classes, config, COMMITTEE_SIZE, self.seed, warm.as_ref())?;
        self.warm_committee = Some(committee.clone());
        fitted.committee = Some(committee.clone());
        Ok(Some(committee))
    }

    /// Each member's probabilities of the documents.
    fn score_each(&self, committee: &Committee, ids: &[DocId]) -> Vec<Matrix> {
        let mut scores = vec![Matrix::zeros(0, self.labels.len()); committee.members().len()];
        for piece in ids.chunks(SCORED_AT_ONCE) {
            for (scores, piece) in scores.iter_mut().zip(committee.predict_proba(&self.rows(piece))) {
                piece.iter().for_each(|row| scores.push_row(row));
            }
        }
        scores
    }

    /// Probabilities of the documents, `[ids.len(), classes]`; each must be embedded.
    pub(super) fn score(&self, head: &Head, ids: &[DocId]) -> Matrix {
        // In pieces, so that a large pool is never copied whole.
        let mut scores = Matrix::zeros(0, self.labels.len());
        for piece in ids.chunks(SCORED_AT_ONCE) {
            head.predict_proba(&self.rows(piece)).iter().for_each(|row| scores.push_row(row));
        }
        scores
    }

    /// Answers whose text is embedded: (documents, classes); the classes are empty where a text may have several labels.
    pub(super) fn embedded_answers(&self, answers: &Answers) -> (Vec<DocId>, Vec<usize>) {
        let ids: Vec<DocId> = answers.labelled.iter().copied().filter(|&id| self.texts.is_embedded(id)).collect();
        let targets = ids.iter().filter_map(|&id| answers.class[id as usize]).collect();
        (ids, targets)
    }

    /// Answers whose text is embedded: (documents, label sets).
    pub(super) fn embedded_sets(&self, answers: &Answers) -> (Vec<DocId>, Vec<Vec<usize>>) {
        let ids = answers.labelled.iter().copied().filter(|&id| self.texts.is_embedded(id));
        ids.map(|id| (id, answers.set(id).to_vec())).unzip()
    }

    /// Embeddings of embedded documents, `[ids.len(), dims]`.
    pub(super) fn rows(&self, ids: &[DocId]) -> Matrix {
        let rows: Vec<usize> = ids.iter().map(|&id| self.texts.row_of()[id as usize] as usize).collect();
        self.texts.features().gather(&rows)
    }

    /// Guesses from the labels' names alone, `[ids.len(), classes]`, once all names are embedded.
    pub(super) fn label_name_probabilities(&self, ids: &[DocId]) -> Result<Option<Matrix>> {
        match self.texts.label_features() {
            Some(names) if names.rows() >= 2 && !ids.is_empty() => head::prototypes(&names, &self.rows(ids), PROTOTYPE_TEMPERATURE).map(Some),
            _ => Ok(None),
        }
    }

    /// Fits the head, keeps it as a snapshot and to start the next fit from. A fit that went wrong leaves the head that there was.
    fn fit(&mut self, answers: &Answers) -> Result<Fitted> {
        let (ids, targets) = self.embedded_answers(answers);
        if ids.is_empty() {
            return Ok(Fitted { head: None, config: self.options.head.clone(), committee: None });
        }
        let (rows, classes) = (self.rows(&ids), self.labels.len());
        if answers.multi_label {
            let (_, sets) = self.embedded_sets(answers);
            let head = Head::OneVsRest(Head::fit_sets(&rows, &sets, classes, &self.options.head, self.warm.as_ref())?);
            self.warm = Some(head.clone());
            return Ok(Fitted { head: Some(head), config: model::fixed(&self.options.head), committee: None });
        }
        let config = self.options.head.chosen(&rows, &targets, classes, self.seed)?;
        let head = Head::Softmax(self.snapshots.fit(&rows, &targets, classes, &config, self.warm.as_ref().and_then(Head::softmax))?);
        self.warm = Some(head.clone());
        Ok(Fitted { head: Some(head), config, committee: None })
    }

    /// The next `count` random checks.
    fn audit_stream(&self, answers: &Answers, count: usize) -> Vec<DocId> {
        let Some(first) = (count > 0).then(|| self.next_audit(answers)).flatten() else { return Vec::new() };
        let start = self.audit_order.iter().position(|&id| id == first).unwrap_or(0);
        self.audit_order[start..].iter().copied().filter(|&id| !answers.answered[id as usize]).take(count).collect()
    }

    /// Documents that a strategy may pick: unanswered, one for each distinct text that has no answer yet.
    /// Only when all texts have one are repeated texts asked about.
    fn candidates(&self, answers: &Answers, checks: &[DocId]) -> Vec<DocId> {
        let fresh = self.open_documents(answers, checks, true);
        if fresh.is_empty() { self.open_documents(answers, checks, false) } else { fresh }
    }

    fn open_documents(&self, answers: &Answers, checks: &[DocId], distinct: bool) -> Vec<DocId> {
        let row_of = self.texts.row_of();
        let mut taken = vec![false; self.texts.rows()];
        if distinct {
            let answered = (0..row_of.len()).filter(|&id| answers.answered[id]).map(|id| row_of[id]);
            answered.chain(checks.iter().map(|&id| row_of[id as usize])).filter(|&row| row != BLANK).for_each(|row| taken[row as usize] = true);
        }
        (0..row_of.len() as DocId)
            .filter(|&id| !answers.answered[id as usize] && self.texts.is_embedded(id) && !checks.contains(&id))
            .filter(|&id| !distinct || !std::mem::replace(&mut taken[row_of[id as usize] as usize], true))
            .collect()
    }

    /// Unanswered documents that are not embedded yet, drawn at random: labelling need not wait for the encoder.
    fn unread(&self, answers: &Answers, checks: &[DocId], count: usize, rng: &mut Rng) -> Vec<Pick> {
        if count == 0 {
            return Vec::new();
        }
        let unread: Vec<DocId> = (0..self.corpus.len() as DocId)
            .filter(|&id| !answers.answered[id as usize] && self.texts.row_of()[id as usize] != BLANK)
            .filter(|&id| !self.texts.is_embedded(id) && !checks.contains(&id))
            .collect();
        rng.sample(unread.len(), count)
            .into_iter()
            .map(|place| Pick { id: unread[place], score: 0.0, reason: "drawn at random: the model has not read it yet".to_owned() })
            .collect()
    }

    fn items(&self, chosen: Vec<(String, bool, Pick)>, head: Option<&Head>, names: &[String]) -> Result<Vec<QueryItem>> {
        let ids: Vec<DocId> = chosen.iter().map(|(_, _, pick)| pick.id).filter(|&id| self.texts.is_embedded(id)).collect();
        let (guesses, source) = match head {
            Some(head) => (Some(self.score(head, &ids)), "head"),
            None => (self.label_name_probabilities(&ids)?, "label_names"),
        };
        let flags = self.log.flags();
        let mut items = Vec::with_capacity(chosen.len());
        for (strategy, audit, pick) in chosen {
            let row = ids.iter().position(|&id| id == pick.id);
            let suggestion = row.zip(guesses.as_ref()).map(|(row, guesses)| suggestion(guesses.row(row), names, self.options.multi_label, source));
            items.push(QueryItem {
                id: pick.id,
                text: self.corpus.get(pick.id)?.text.clone(),
                score: pick.score,
                reason: pick.reason,
                strategy,
                audit,
                suggestion,
                truncated_tokens: self.texts.dropped(pick.id),
                flag: flags.get(&pick.id).map(|note| Flag { note: note.clone() }),
            });
        }
        Ok(items)
    }
}

fn suggestion(probabilities: &[f32], names: &[String], multi_label: bool, source: &str) -> Suggestion {
    let (class, probability) = evaluate::likeliest(probabilities);
    let mut guessed = model::guessed(probabilities, multi_label);
    guessed.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]).then(a.cmp(&b)));
    Suggestion {
        label: names[class].clone(),
        probability,
        labels: guessed.iter().map(|&class| names[class].clone()).collect(),
        probabilities: guessed.iter().map(|&class| probabilities[class]).collect(),
        source: source.to_owned(),
    }
}
