// What the page may ask of the engine, what the engine answers, and what it says unasked.
// Printed from the Rust types by scripts/types.sh: change those, not this file.

/**
 * See the file's head.
 */
export type AdaptiveMultiLabel = { 
/**
 * w in `[0, 1]`: 1 looks at the margin alone, 0 at the inconsistency alone.
 */
uncertaintyWeight?: number, };

/**
 * How far annotators agree.
 */
export type Agreement = { 
/**
 * Whoever holds this project first.
 */
annotators: Array<AnnotatorSummary>, 
/**
 * Every two of them.
 */
pairs: Array<AnnotatorPair>, 
/**
 * Krippendorff's alpha over all, for nominal categories; absent where it is not defined.
 */
alpha?: number, 
/**
 * Documents still to be decided.
 */
disagreements: number, };

/**
 * See the file's head.
 */
export type AnchorSubsampling = { 
/**
 * The strategy that chooses.
 */
inner?: StrategyConfig, 
/**
 * Anchors of each class.
 */
anchors?: number, 
/**
 * Neighbours of each anchor.
 */
k?: number, 
/**
 * Candidates that the inner strategy sees; as many as are asked for where that is more.
 */
size?: number, };

/**
 * What an annotator said of a document.
 */
export type AnnotatorAnswer = { 
/**
 * Who.
 */
annotator: string, 
/**
 * The labels.
 */
labels: Array<string>, };

/**
 * Two annotators, on the documents that both answered.
 */
export type AnnotatorPair = { 
/**
 * Their names.
 */
annotators: [string, string], 
/**
 * Documents that both answered.
 */
both: number, 
/**
 * Of these, answered alike.
 */
agreed: number, 
/**
 * Cohen's kappa; absent where they have no document in common.
 */
kappa?: number, };

/**
 * An annotator.
 */
export type AnnotatorSummary = { 
/**
 * The name.
 */
name: string, 
/**
 * Documents answered.
 */
answers: number, };

/**
 * Where a document stands.
 */
export type AnswerState = "open" | "labelled" | "skipped" | "unsure";

/**
 * A document with an answer.
 */
export type AnsweredDocument = { 
/**
 * The document.
 */
id: number, 
/**
 * Its text.
 */
text: string, 
/**
 * The label given; absent where it was skipped. Several stand in a row, with commas between.
 */
label?: string, 
/**
 * The labels given, one by one; empty where it was skipped, or none applies.
 */
labels: Array<string>, 
/**
 * Whether it was shown as a random check.
 */
audit: boolean, 
/**
 * When, in milliseconds since 1970.
 */
at: number, };

/**
 * Accuracy as estimated on random checks alone, out of fold.
 */
export type AuditEstimate = { 
/**
 * Random checks answered.
 */
audited: number, 
/**
 * Of these, predicted right; where a text may have several labels: those whose labels are all right and none missing.
 */
correct: number, 
/**
 * `correct / audited`.
 */
accuracy: number, 
/**
 * Lower end of the 95 % Wilson interval.
 */
low: number, 
/**
 * Upper end.
 */
high: number, 
/**
 * Mean of F1 over the labels seen among the random checks or predicted for them.
 */
macroF1: number, 
/**
 * Lower end of its 95 % bootstrap interval.
 */
macroF1Low: number, 
/**
 * Upper end.
 */
macroF1High: number, 
/**
 * Each label's own figures.
 */
perClass: Array<ClassMetrics>, 
/**
 * `confusion[truth][predicted]`, in label order; empty where a text may have several labels.
 */
confusion: Array<Array<number>>, 
/**
 * Whether probabilities mean what they say.
 */
calibration: CalibrationEstimate, };

/**
 * See the file's head.
 */
export type Auto = Record<symbol, never>;

/**
 * See the file's head.
 */
export type Badge = Record<symbol, never>;

/**
 * See the file's head.
 */
export type Bald = Record<symbol, never>;

/**
 * See the file's head.
 */
export type Bandit = { 
/**
 * The strategies to choose from, 2 to 16, no name twice.
 */
arms?: Array<StrategyConfig>, 
/**
 * T: batches that are planned. More make it explore less at each.
 */
horizon?: number, 
/**
 * δ in `(0, 1]`: how likely the paper's bound may fail. Less makes it explore more.
 */
delta?: number, };

/**
 * See the file's head.
 */
export type BatchBald = { 
/**
 * How many candidates, the best by BALD, take part; 1000, and at least as many as are asked for.
 */
pool?: number, 
/**
 * How many label combinations of the batch are kept, all or a sample; 256.
 */
samples?: number, };

/**
 * See the file's head.
 */
export type BinaryMinimum = Record<symbol, never>;

/**
 * Which documents are wanted: those that pass everything that is said here. What is left out lets all pass.
 */
export type BrowseFilter = { 
/**
 * What the text has to contain, whatever its case.
 */
search?: string, 
/**
 * Whether `search` is a regular expression (`(?-i)` in it makes it mind the case).
 */
regex?: boolean, 
/**
 * In one of these states.
 */
answered?: Array<AnswerState>, 
/**
 * Answered with one of these labels.
 */
labels?: Array<string>, 
/**
 * Predicted to be one of these.
 */
predicted?: Array<string>, 
/**
 * The prediction's probability, at least.
 */
minConfidence?: number, 
/**
 * At most.
 */
maxConfidence?: number, 
/**
 * Flagged, or not.
 */
flagged?: boolean, 
/**
 * Only those whose answer does not have the predicted label.
 */
disagrees?: boolean, 
/**
 * The file gave a label, or none.
 */
hasSourceLabel?: boolean, 
/**
 * Examples: every row says how like them it is. Leaves nothing out.
 */
similarTo?: Array<number>, };

/**
 * One document in the list.
 */
export type BrowseRow = { 
/**
 * The document.
 */
id: number, 
/**
 * Its text, as it stood in the file.
 */
text: string, 
/**
 * Where it stands.
 */
state: AnswerState, 
/**
 * The label given, or all of them; empty unless it is labelled.
 */
labels: Array<string>, 
/**
 * The likeliest label; absent while there is no head, or the text is blank or not embedded yet.
 */
predicted?: string, 
/**
 * Its probability, in `[0, 1]`; 0 where there is none.
 */
probability: number, 
/**
 * The note of its flag, perhaps empty; absent where it is not flagged.
 */
flag?: string, 
/**
 * Whether it was answered as a random check.
 */
audit: boolean, 
/**
 * When it was answered, in milliseconds since 1970; 0 where not known, or not answered.
 */
at: number, 
/**
 * The label that the file gave.
 */
sourceLabel?: string, 
/**
 * Mean cosine to the examples, where there are any and the text is embedded.
 */
similarity?: number, };

/**
 * In which order. Documents that lack what is sorted by come last; ties stay in file order.
 */
export type BrowseSort = "file" | "least_confident" | "most_confident" | "newest_answer" | "label" | "shortest" | "longest" | "similarity";

/**
 * See the file's head.
 */
export type Cal = { 
/**
 * Labelled neighbours that are compared, 1 to 1000; fewer while there are fewer answers.
 */
neighbours: number, };

/**
 * Random checks of which the model was about equally sure.
 */
export type CalibrationBin = { 
/**
 * Surer than this …
 */
low: number, 
/**
 * … up to this.
 */
high: number, 
/**
 * How many.
 */
count: number, 
/**
 * How sure on average; 0 of none.
 */
confidence: number, 
/**
 * The share that was right; 0 of none.
 */
accuracy: number, };

/**
 * Whether the model's probabilities mean what they say. Where a text may have several labels, every label of a check is a decision of its own,
 * yes or no, and bins hold decisions.
 */
export type CalibrationEstimate = { 
/**
 * Brier score, summed over labels: 0 is perfect, 2 is certain and always wrong (the number of labels is, where a text may have several).
 */
brier: Figure, 
/**
 * Expected calibration error over ten bins of equal width: how far confidence is from accuracy on average, in `[0, 1]`.
 */
ece: Figure, 
/**
 * The same over bins with equally many checks, about ten in each: steadier for few.
 */
adaptiveEce: Figure, 
/**
 * How many bins with equally many checks there are.
 */
adaptiveBins: number, 
/**
 * The ten bins, least sure first; empty ones too.
 */
bins: Array<CalibrationBin>, };

/**
 * What the chances are proportional to.
 */
export type Chances = "power" | "softmax" | "rank";

/**
 * See the file's head.
 */
export type ClassBalanced = { 
/**
 * The strategy that chooses within a class.
 */
inner?: StrategyConfig, };

/**
 * A label with its number of answers.
 */
export type ClassCount = { 
/**
 * The label's name.
 */
label: string, 
/**
 * Answers with it.
 */
count: number, };

/**
 * Precision, recall and F1 of one label on the random checks.
 */
export type ClassMetrics = { 
/**
 * The label's name.
 */
label: string, 
/**
 * Of those said to be it, the share that is; 0 where none was said to be.
 */
precision: number, 
/**
 * Of those that are it, the share found; 0 where there is none.
 */
recall: number, 
/**
 * Harmonic mean of the two; 0 where both are.
 */
f1: number, 
/**
 * Random checks that are it.
 */
support: number, 
/**
 * Random checks said to be it.
 */
predicted: number, 
/**
 * Lower end of the precision's 95 % Wilson interval; 0 where none was said to be it.
 */
precisionLow: number, 
/**
 * Upper end; 1 where none was.
 */
precisionHigh: number, 
/**
 * Lower end of the recall's; 0 where there is none.
 */
recallLow: number, 
/**
 * Upper end; 1 where there is none.
 */
recallHigh: number, 
/**
 * Where a text may have several labels: Brier score of this label's probability, in `[0, 1]`.
 */
brier?: number, };

/**
 * What an answer counts for.
 */
export type ClassWeight = "none" | "balanced";

/**
 * See the file's head.
 */
export type Clue = Record<symbol, never>;

/**
 * Areas against random's, paired by seed.
 */
export type Comparison = { 
/**
 * How much more area, with its interval.
 */
difference: Mean, 
/**
 * Seeds with more area than random.
 */
wins: number, 
/**
 * Seeds with less.
 */
losses: number, 
/**
 * Two-sided p of Wilcoxon's signed-rank test.
 */
p: number, 
/**
 * The same after Holm's correction over all strategies compared.
 */
pHolm: number, };

/**
 * See the file's head.
 */
export type ConsensusEntropy = Record<symbol, never>;

/**
 * Two answers of which one is likely wrong: for one text, or for two that say nearly the same.
 */
export type ContradictingAnswers = { 
/**
 * The two documents.
 */
ids: [number, number], 
/**
 * Their texts.
 */
texts: [string, string], 
/**
 * The labels given.
 */
labels: [string, string], 
/**
 * Cosine of their embeddings; 1 for one and the same text.
 */
similarity: number, 
/**
 * Why, in a sentence.
 */
reason: string, };

/**
 * See the file's head.
 */
export type Coreset = Record<symbol, never>;

/**
 * See the file's head.
 */
export type CosineDisagreement = Record<symbol, never>;

/**
 * See the file's head.
 */
export type CostSensitive = { 
/**
 * What it costs to predict label k (column) where y is right (row), `[labels][labels]` in the order of the labels. Any unit, at least 0;
 * empty: 1 for every mistake.
 */
costs?: Array<Array<number>>, };

/**
 * The learning curve of one replay.
 */
export type Curve = { 
/**
 * The strategy, as [`Study::names`] calls it.
 */
strategy: string, 
/**
 * The seed.
 */
seed: number, 
/**
 * The points, labels ascending.
 */
points: Array<SimulatedPoint>, };

/**
 * A point of the learning curve: estimated on random checks alone.
 */
export type CurvePoint = { 
/**
 * Answers that the head had learnt from.
 */
labels: number, 
/**
 * Random checks that it was measured on.
 */
audited: number, 
/**
 * Share right, in `[0, 1]`.
 */
accuracy: number, 
/**
 * Lower end of the 95 % Wilson interval.
 */
low: number, 
/**
 * Upper end.
 */
high: number, 
/**
 * Mean of F1 over the labels seen among the random checks or predicted for them.
 */
macroF1: number, };

/**
 * See the file's head.
 */
export type Cvirs = Record<symbol, never>;

/**
 * Which device embeds, and why; comes unasked, whenever it changes.
 */
export type DeviceChoice = { 
/**
 * `cpu` or `webgpu`.
 */
device: string, 
/**
 * Why, in a sentence.
 */
reason: string, };

/**
 * A document on which people disagree.
 */
export type Disagreement = { 
/**
 * The document.
 */
id: number, 
/**
 * Its text.
 */
text: string, 
/**
 * Who said what.
 */
answers: Array<AnnotatorAnswer>, };

/**
 * See the file's head.
 */
export type Discriminative = { 
/**
 * Parts of a batch, 1 to 100, with a fit for each; the paper has 10, for batches of a thousand.
 */
subBatches: number, };

/**
 * See the file's head.
 */
export type DiverseBatch = { 
/**
 * The strategy that chooses.
 */
inner?: StrategyConfig, 
/**
 * Cosine from which two texts are near-duplicates, above −1 and at most 1.
 */
threshold?: number, 
/**
 * Texts that the inner strategy is asked for, as a multiple of the batch.
 */
factor?: number, };

/**
 * One document as the model sees it.
 */
export type DocumentPrediction = { 
/**
 * The document.
 */
id: number, 
/**
 * The answer given, if any. Several labels stand in a row, with commas between.
 */
answer?: string, 
/**
 * The labels given, in label order, perhaps none; absent without an answer.
 */
answers?: Array<string>, 
/**
 * The likeliest label; absent while there is no head, or the text is blank or not embedded yet.
 */
label?: string, 
/**
 * Its probability; 0 where there is no label.
 */
probability: number, 
/**
 * All that is predicted: the likeliest label; where a text may have several, those that apply with a probability of ½ or more, in label
 * order, perhaps none.
 */
labels: Array<string>, 
/**
 * Probability of each label, in label order; they sum to 1 where a text has one label, and are independent where it may have several.
 * Empty where there is no label.
 */
probabilities: Array<number>, };

/**
 * See the file's head.
 */
export type DropQuery = { 
/**
 * Share of a row's numbers that is dropped, from 0 to below 1; rounded to 256ths.
 */
rate: number, 
/**
 * Tries for each text, 1 to 50.
 */
masks: number, };

/**
 * See the file's head.
 */
export type Entropy = { 
/**
 * Whether the score is a share of the most that there can be, log₂ of the number of labels, instead of bits. The order is the same.
 */
normalized?: boolean, };

/**
 * See the file's head.
 */
export type Epig = { 
/**
 * How many candidates, drawn at random, stand for the texts whose labels are wanted; 200.
 */
targets?: number, 
/**
 * How many candidates, those with the highest bounds first, are scored at most; 1000, and at least as many as are asked for.
 */
pool?: number, };

/**
 * See the file's head.
 */
export type EpsilonGreedy = { 
/**
 * Probability, in `[0, 1]`, that a place goes to a text drawn at random; 0.1.
 */
epsilon?: number, 
/**
 * The strategy that fills the other places; margin.
 */
inner?: StrategyConfig, };

/**
 * How well the model does, honestly.
 */
export type Evaluation = { 
/**
 * Absent while there are too few random checks or answers.
 */
audit?: AuditEstimate, 
/**
 * One sentence for a person.
 */
sentence: string, 
/**
 * Whether more answers would still change anything.
 */
stopping: StoppingAdvice, 
/**
 * Accuracy against answers given.
 */
curve: Array<CurvePoint>, 
/**
 * Whether the curve has all its points and the stopping advice all it looks back on; a call makes a few that are missing, so ask
 * again for the rest.
 */
complete: boolean, 
/**
 * Answers of each label.
 */
classes: Array<ClassCount>, };

/**
 * See the file's head.
 */
export type ExpectedErrorReduction = { 
/**
 * The loss that is to be small.
 */
loss: FutureLoss, 
/**
 * Candidates that are tried, 1 to 1000 (more where more are asked for, fewer where a refit costs much).
 */
candidates: number, 
/**
 * Texts on which the loss is taken, 1 to 10000.
 */
evaluation: number, 
/**
 * Labels that are tried for each candidate, 1 to 100.
 */
labels: number, 
/**
 * Steps of each refit, 1 to 1000.
 */
iterations: number, };

/**
 * See the file's head.
 */
export type ExpectedGradientLength = Record<symbol, never>;

/**
 * A file format for answers and predictions.
 */
export type ExportFormat = "csv" | "jsonl";

/**
 * A file made by the engine.
 */
export type Exported = { 
/**
 * A name for it.
 */
fileName: string, 
/**
 * Its media type.
 */
mediaType: string, 
/**
 * Its bytes.
 */
bytes: Uint8Array, };

/**
 * See the file's head.
 */
export type Falcun = { 
/**
 * How much the best are preferred, 0 (a uniform draw) to 1000.
 */
gamma: number, };

/**
 * A figure with its 95 % bootstrap interval over the random checks.
 */
export type Figure = { 
/**
 * The figure itself.
 */
value: number, 
/**
 * Lower end.
 */
low: number, 
/**
 * Upper end.
 */
high: number, };

/**
 * A mark to come back to a document.
 */
export type Flag = { 
/**
 * Why; may be empty.
 */
note: string, };

/**
 * A file format.
 */
export type Format = "csv" | "tsv" | "jsonl" | "json" | "lines";

/**
 * The loss that is to be small.
 */
export type FutureLoss = "log" | "zeroOne";

/**
 * A column of the file that can serve as gold labels.
 */
export type GoldColumn = { 
/**
 * Its name.
 */
name: string, 
/**
 * Different labels in it.
 */
labels: number, 
/**
 * Texts that have one.
 */
texts: number, };

/**
 * See the file's head.
 */
export type GradientNorm = Record<symbol, never>;

/**
 * How a head is fitted.
 */
export type HeadConfig = { 
/**
 * Inverse strength of the penalty on the summed loss, scikit-learn's `C`. With two classes scikit-learn fits one weight
 * vector instead of two; its `C` is then twice this one.
 */
c?: number, 
/**
 * Fitting ends once the gradient is at most this long. No weight is then farther than this from the exact minimiser.
 */
tolerance?: number, 
/**
 * Or after so many steps; [`SoftmaxHead::converged`](super::SoftmaxHead::converged) tells.
 */
maxIterations?: number, 
/**
 * What an answer of each class counts for.
 */
classWeight?: ClassWeight, 
/**
 * Whether `c` is taken as it is.
 */
regularisation?: Regularisation, };

/**
 * How to read a source; whatever is left out is guessed.
 */
export type ImportOptions = { 
/**
 * The column of the texts; the best guess where left out. Several columns may be joined: `title + description`.
 */
textColumn?: string, 
/**
 * The column of labels that the file has. Left out or empty, no label is taken over; a guess is only offered.
 */
labelColumn?: string, 
/**
 * The format, where the guess is wrong.
 */
format?: Format, 
/**
 * The encoding, by a label of the WHATWG Encoding Standard (`utf-8`, `windows-1252`, `shift_jis`…), or `utf-32le`, `utf-32be`.
 */
encoding?: string, 
/**
 * What stands between two cells: one ASCII character.
 */
delimiter?: string, 
/**
 * Whether the first row names the columns.
 */
hasHeader?: boolean, };

/**
 * What came in.
 */
export type Imported = { 
/**
 * Rows taken in: as many as the file had.
 */
documents: number, 
/**
 * Rows whose text is blank; kept, never asked about.
 */
blank: number, 
/**
 * Distinct texts.
 */
distinct: number, 
/**
 * Labels found in the file's label column, in order of first appearance; offered, not yet set.
 */
sourceLabels: Array<string>, 
/**
 * Everything odd, with row numbers.
 */
warnings: Array<Warning>, };

/**
 * See the file's head.
 */
export type InformationDensity = { 
/**
 * How much the similarity counts, 0 (not at all) to 100; 1 is the paper's.
 */
beta: number, };

/**
 * See the file's head.
 */
export type KlMax = Record<symbol, never>;

/**
 * See the file's head.
 */
export type KlMean = Record<symbol, never>;

/**
 * See the file's head.
 */
export type Kmeans = Record<symbol, never>;

/**
 * One label that the annotator can give.
 */
export type Label = { 
/**
 * What it is called: any text, compared exactly.
 */
name: string, 
/**
 * What it means; serves as a prior before any answer.
 */
description?: string, 
/**
 * The key that gives it, if the annotator chose one.
 */
key?: string, 
/**
 * The colour that the annotator chose for it, as CSS writes it (`#rrggbb`).
 */
color?: string, };

/**
 * See the file's head.
 */
export type LabelCardinalityInconsistency = Record<symbol, never>;

/**
 * Answers worth looking at again.
 */
export type LabelIssues = { 
/**
 * Answers looked at: those whose text is embedded.
 */
judged: number, 
/**
 * Of these, how many are suspicious, listed or not.
 */
suspiciousTotal: number, 
/**
 * The most suspicious first.
 */
suspicious: Array<SuspiciousAnswer>, 
/**
 * The same text first, then the most alike.
 */
contradictions: Array<ContradictingAnswers>, };

/**
 * See the file's head.
 */
export type LeastConfidence = Record<symbol, never>;

/**
 * See the file's head.
 */
export type LightweightCoreset = Record<symbol, never>;

/**
 * See the file's head.
 */
export type Margin = Record<symbol, never>;

/**
 * See the file's head.
 */
export type MaxLoss = Record<symbol, never>;

/**
 * A mean with its 95 % interval.
 */
export type Mean = { 
/**
 * The mean.
 */
mean: number, 
/**
 * Sample standard deviation; 0 of fewer than two values.
 */
sd: number, 
/**
 * Lower end of Student's 95 % interval; the mean itself of fewer than two values, which say nothing of their spread.
 */
low: number, 
/**
 * Upper end, alike.
 */
high: number, };

/**
 * See the file's head.
 */
export type MeanMaxLoss = Record<symbol, never>;

/**
 * A point of a mean curve.
 */
export type MeanPoint = { 
/**
 * Labels given.
 */
labels: number, 
/**
 * Share right on the held-out texts.
 */
accuracy: Mean, 
/**
 * Mean F1 of all classes.
 */
macroF1: Mean, };

/**
 * What came in of another's project.
 */
export type Merged = { 
/**
 * Under which name.
 */
name: string, 
/**
 * Answers taken in.
 */
answers: number, 
/**
 * Answers to texts that this project does not have; left out.
 */
unmatched: number, 
/**
 * Labels that this project does not have; they count in the comparison all the same.
 */
unknownLabels: Array<string>, };

/**
 * Changes of the settings: what is left out stays as it is.
 */
export type OptionChanges = { multiLabel?: boolean, annotator?: string, guideline?: string, head?: HeadConfig, };

/**
 * One thing that happened to a document.
 */
export type PastEvent = { 
/**
 * What.
 */
what: PastKind, 
/**
 * When, in milliseconds since 1970; 0 where not known.
 */
at: number, 
/**
 * The label given, or all of them, as they were called then; those that it had from then on, where one was renamed.
 */
labels: Array<string>, 
/**
 * The note of the flag; empty for everything else.
 */
note: string, 
/**
 * Whether it was answered as a random check.
 */
audit: boolean, 
/**
 * The strategy that asked.
 */
askedBy?: string, 
/**
 * Documents that the same step was about; 1 where it was about this one alone.
 */
documents: number, };

/**
 * What was done.
 */
export type PastKind = "labelled" | "skipped" | "unsure" | "unlabelled" | "flagged" | "unflagged" | "renamed";

/**
 * A source as Handpick would read it.
 */
export type Preview = { 
/**
 * The format.
 */
format: Format, 
/**
 * The encoding's name, as the WHATWG Encoding Standard spells it; empty where the source was no file.
 */
encoding: string, 
/**
 * What stands between two cells, where the format has such a thing.
 */
delimiter?: string, 
/**
 * Whether the first row names the columns.
 */
hasHeader: boolean, 
/**
 * The columns' names, made unique.
 */
columns: Array<string>, 
/**
 * Rows of data.
 */
rows: number, 
/**
 * The column of the texts: as asked for, or else the best guess.
 */
textColumn?: string, 
/**
 * The column of labels: as asked for, or else the best guess, which `import` does not use unasked.
 */
labelColumn?: string, 
/**
 * The distinct labels in that column, in file order, at most 100.
 */
labelValues: Array<string>, 
/**
 * The first five rows, aligned with `columns`.
 */
sample: Array<Array<string>>, 
/**
 * Everything odd.
 */
warnings: Array<Warning>, 
/**
 * All this in a sentence.
 */
sentence: string, };

/**
 * See the file's head.
 */
export type ProbCover = { 
/**
 * The radius δ, above 0; by default it is found from `purity`.
 */
delta: number | null, 
/**
 * The share of texts whose ball must be pure, above 0 and at most 1.
 */
purity: number, };

/**
 * Long work on its way; comes unasked.
 */
export type Progress = { 
/**
 * `model` (bytes), `embed` (texts) or `simulate` (batches).
 */
stage: string, 
/**
 * Done so far.
 */
done: number, 
/**
 * Of so many; 0 where not known.
 */
total: number, 
/**
 * Per second, over the last seconds; 0 where not known yet.
 */
rate: number, };

/**
 * The project's settings. What is left out takes its default.
 */
export type ProjectOptions = { 
/**
 * Whether a text may have several labels, or none.
 */
multiLabel?: boolean, 
/**
 * Who labels; goes into exports and names this person's answers when projects are merged.
 */
annotator?: string, 
/**
 * How to decide, for whoever labels: plain text.
 */
guideline?: string, 
/**
 * How the head is fitted.
 */
head?: HeadConfig, };

/**
 * Protocols under which results have been published.
 */
export type Protocol = "A" | "B" | "C";

/**
 * A text worth asking about.
 */
export type QueryItem = { 
/**
 * The document.
 */
id: number, 
/**
 * Its text, as it stood in the file.
 */
text: string, 
/**
 * The strategy's score, higher is better; 0 for a random check.
 */
score: number, 
/**
 * Why this text, in a few words.
 */
reason: string, 
/**
 * The strategy that chose it; `audit` for a random check.
 */
strategy: string, 
/**
 * Whether it is a random check, by which accuracy is measured.
 */
audit: boolean, 
/**
 * What the model would answer, once it can.
 */
suggestion?: Suggestion, 
/**
 * Its flag, where it has one.
 */
flag?: Flag, 
/**
 * How many tokens of the text the encoder left out, 0 where it read all (or has not read it yet).
 */
truncatedTokens: number, };

/**
 * See the file's head.
 */
export type Random = Record<symbol, never>;

/**
 * See the file's head.
 */
export type RankedBatch = Record<symbol, never>;

/**
 * Where `c` comes from.
 */
export type Regularisation = "fixed" | "cross_validated";

/**
 * A label's former name and its name from now on; several may go to one.
 */
export type Rename = { 
/**
 * The former name.
 */
from: string, 
/**
 * The name from now on.
 */
to: string, };

/**
 * One answer.
 */
export type Reply = { "type": "preview", preview: Preview, } | { "type": "imported", imported: Imported, } | { "type": "status", status: Status, } | { "type": "items", items: Array<QueryItem>, } | { "type": "item", item: QueryItem, answered: boolean, } | { "type": "undone", id?: number, documents: number, status: Status, } | { "type": "merged", merged: Merged, status: Status, } | { "type": "agreement", agreement: Agreement, } | { "type": "disagreements", total: number, documents: Array<Disagreement>, } | { "type": "changed", documents: number, status: Status, } | { "type": "options", options: ProjectOptions, status: Status, } | { "type": "answered", total: number, documents: Array<AnsweredDocument>, } | { "type": "rows", total: number, rows: Array<BrowseRow>, } | { "type": "ids", ids: Array<number>, } | { "type": "history", events: Array<PastEvent>, } | { "type": "predictions", predictions: Array<DocumentPrediction>, } | { "type": "evaluation", evaluation: Evaluation, } | { "type": "labelIssues", issues: LabelIssues, } | { "type": "goldColumns", columns: Array<GoldColumn>, } | { "type": "simulation", simulation: Simulation, } | { "type": "exported", exported: Exported, } | { "type": "labels", labels: Array<Label>, } | { "type": "strategies", strategies: Array<StrategyInfo>, };

/**
 * One call. The `type` names it, the other fields are its arguments.
 */
export type Request = { "type": "inspect", source: Source, options: ImportOptions, } | { "type": "import", source: Source, options: ImportOptions, } | { "type": "setLabels", labels: Array<Label>, } | { "type": "query", 
/**
 * `auto` where left out. Where a text may have several labels, `cvirs` takes the place of `auto`.
 */
strategy?: StrategyConfig | StrategyConfig["name"], count: number, } | { "type": "item", id: number, } | { "type": "annotate", id: number, label: string, audit: boolean, askedBy?: string, at: number, } | { "type": "annotateSet", id: number, labels: Array<string>, audit: boolean, askedBy?: string, at: number, } | { "type": "annotateMany", ids: Array<number>, labels: Array<string>, at: number, } | { "type": "unlabelMany", ids: Array<number>, at: number, } | { "type": "flag", id: number, note: string, at: number, } | { "type": "unflag", id: number, at: number, } | { "type": "editLabels", labels: Array<Label>, renames: Array<Rename>, at: number, } | { "type": "options" } | { "type": "setOptions", changes: OptionChanges, } | { "type": "skip", id: number, audit: boolean, unsure: boolean, at: number, } | { "type": "unlabel", id: number, at: number, } | { "type": "undo" } | { "type": "redo" } | { "type": "adoptSourceLabels", at: number, } | { "type": "answered", offset: number, limit: number, } | { "type": "mergeProject", bytes: Uint8Array, name?: string, at: number, } | { "type": "agreement" } | { "type": "disagreements", offset: number, limit: number, } | { "type": "exportAnnotators" } | { "type": "browse", filter?: BrowseFilter, sort?: BrowseSort, offset: number, limit: number, } | { "type": "browseIds", filter?: BrowseFilter, sort?: BrowseSort, } | { "type": "history", id: number, } | { "type": "predict" } | { "type": "evaluate" } | { "type": "labelIssues", limit: number, } | { "type": "goldColumns" } | { "type": "simulate", options: SimulationOptions, } | { "type": "exportAnnotations", format: ExportFormat, } | { "type": "exportHead" } | { "type": "save" } | { "type": "restore", bytes: Uint8Array, } | { "type": "status" } | { "type": "labels" } | { "type": "listStrategies" };

/**
 * See the file's head.
 */
export type Seals = { 
/**
 * The strategy that chooses.
 */
inner?: StrategyConfig, 
/**
 * Neighbours of each answered text.
 */
k?: number, };

/**
 * One point of a learning curve.
 */
export type SimulatedPoint = { 
/**
 * Labels given.
 */
labels: number, 
/**
 * Share right on the held-out texts.
 */
accuracy: number, 
/**
 * Mean F1 of all classes on the held-out texts.
 */
macroF1: number, };

/**
 * What came of it.
 */
export type Simulation = { 
/**
 * Texts to choose from.
 */
pool: number, 
/**
 * Texts held out to measure on.
 */
test: number, 
/**
 * The labels, in class order.
 */
labels: Array<string>, 
/**
 * Means, intervals and the comparison with random.
 */
summary: Summary, 
/**
 * Every curve.
 */
curves: Array<Curve>, 
/**
 * Every point as a file: `strategy,seed,labels,accuracy,macro_f1`.
 */
csv: string, 
/**
 * The mean curves as a picture.
 */
svg: string, };

/**
 * What is asked for.
 */
export type SimulationOptions = { 
/**
 * The column of the file that holds the true labels; the answers given, where left out.
 */
goldColumn?: string, 
/**
 * Who picks, one after the other; compared with `random`, where that is among them.
 */
strategies: (StrategyConfig | StrategyConfig["name"])[], 
/**
 * Where the schedule begins; `A` where left out. The next five depart from it.
 */
protocol?: Protocol, 
/**
 * Labels drawn before the strategy starts.
 */
initial?: number, 
/**
 * Whether these are balanced over the classes.
 */
balancedInitial?: boolean, 
/**
 * Labels a round.
 */
batch?: number, 
/**
 * Rounds after the initial labels.
 */
rounds?: number, 
/**
 * Labels in all, in place of the protocol's rounds.
 */
budget?: number, 
/**
 * Replays of each strategy, 5 where left out.
 */
seeds?: number, 
/**
 * The share of answers that the simulated annotator gets wrong, 0 where left out.
 */
noise?: number, 
/**
 * The share of texts held out to measure on, 0.2 where left out.
 */
testFraction?: number, };

/**
 * Where documents come from.
 */
export type Source = { "type": "file", 
/**
 * Its name; the ending is a hint of the format, no more.
 */
name: string, 
/**
 * Its bytes, in whatever encoding.
 */
bytes: Uint8Array, } | { "type": "texts", 
/**
 * In order.
 */
texts: Array<string>, } | { "type": "rows", 
/**
 * In order. Values that are no text are written as JSON; `null` and absent ones are empty.
 */
rows: Record<string, unknown>[], };

/**
 * Where the project stands. Cheap to make: no model is fitted for it.
 */
export type Status = { 
/**
 * The file's name.
 */
name: string, 
/**
 * Documents in the project.
 */
documents: number, 
/**
 * Documents with a text that can be asked about.
 */
answerable: number, 
/**
 * Documents with an answer.
 */
labelled: number, 
/**
 * Documents passed over.
 */
skipped: number, 
/**
 * Distinct texts to embed (label names included).
 */
texts: number, 
/**
 * Of these, embedded so far.
 */
embedded: number, 
/**
 * Texts longer than the model's limit, of those embedded so far.
 */
truncated: number, 
/**
 * Steps in the log: what undo can take back.
 */
events: number, 
/**
 * Steps that were undone and can be done again.
 */
redoable: number, 
/**
 * Documents passed over because the annotator could not tell; counted in `skipped` too.
 */
unsure: number, 
/**
 * Documents that are flagged.
 */
flagged: number, 
/**
 * Whether a text may have several labels.
 */
multiLabel: boolean, 
/**
 * The labels, with the number of answers for each.
 */
classes: Array<ClassCount>, 
/**
 * `documents`, `labels`, `cold_start`, `learning` or `finished`.
 */
phase: string, 
/**
 * Random checks answered so far.
 */
audited: number, };

/**
 * See the file's head.
 */
export type StochasticBatch = { 
/**
 * What the chances are proportional to.
 */
kind: Chances, 
/**
 * How much the best are preferred, above 0 and at most 1000; the inverse of the temperature.
 */
beta: number, 
/**
 * Who scores: a strategy for one label a text that scores each text for itself.
 */
inner: StrategyConfig, };

/**
 * Whether more answers would still change anything. Where a text may have several labels, predictions are whole label sets, compared as classes
 * are where it has one.
 */
export type StoppingAdvice = { 
/**
 * `too_early`, `go_on`, `measure` (the model has settled, but its accuracy is not known well enough) or `stop`.
 */
verdict: string, 
/**
 * One sentence for a person.
 */
sentence: string, 
/**
 * Successive models compared, at most three.
 */
comparisons: number, 
/**
 * Texts on which they are compared: those of the stop set without an answer.
 */
compared: number, 
/**
 * What the advice rests on.
 */
criteria: Array<StoppingCriterion>, };

/**
 * One way to tell whether the model still changes.
 */
export type StoppingCriterion = { 
/**
 * `kappa_average`, `classification_change`, `overall_uncertainty`, `delta_f` or `interval_width`.
 */
name: string, 
/**
 * Its value now; absent while it cannot be said.
 */
value?: number, 
/**
 * What it is compared with: kappa must reach it, the others may not exceed it.
 */
threshold: number, 
/**
 * Whether it is met.
 */
met: boolean, };

/**
 * A strategy with its parameters. Written as `{"name": "margin"}`, parameters beside the name; a bare `"margin"` is
 * read as well, and parameters that are left out have their defaults.
 */
export type StrategyConfig = { "name": "auto" } & Auto | { "name": "margin" } & Margin | { "name": "least_confidence" } & LeastConfidence | { "name": "entropy" } & Entropy | { "name": "cost_sensitive" } & CostSensitive | { "name": "epsilon_greedy" } & EpsilonGreedy | { "name": "vote_entropy" } & VoteEntropy | { "name": "consensus_entropy" } & ConsensusEntropy | { "name": "kl_max" } & KlMax | { "name": "kl_mean" } & KlMean | { "name": "cosine_disagreement" } & CosineDisagreement | { "name": "variation_ratio" } & VariationRatio | { "name": "bald" } & Bald | { "name": "batch_bald" } & BatchBald | { "name": "epig" } & Epig | { "name": "expected_gradient_length" } & ExpectedGradientLength | { "name": "gradient_norm" } & GradientNorm | { "name": "badge" } & Badge | { "name": "clue" } & Clue | { "name": "dropquery" } & DropQuery | { "name": "cal" } & Cal | { "name": "falcun" } & Falcun | { "name": "ranked_batch" } & RankedBatch | { "name": "stochastic_batch" } & StochasticBatch | { "name": "discriminative" } & Discriminative | { "name": "expected_error_reduction" } & ExpectedErrorReduction | { "name": "kmeans" } & Kmeans | { "name": "typiclust" } & TypiClust | { "name": "probcover" } & ProbCover | { "name": "coreset" } & Coreset | { "name": "lightweight_coreset" } & LightweightCoreset | { "name": "information_density" } & InformationDensity | { "name": "bandit" } & Bandit | { "name": "subsample" } & Subsample | { "name": "seals" } & Seals | { "name": "anchor_subsampling" } & AnchorSubsampling | { "name": "class_balanced" } & ClassBalanced | { "name": "diverse_batch" } & DiverseBatch | { "name": "binary_minimum" } & BinaryMinimum | { "name": "max_loss" } & MaxLoss | { "name": "mean_max_loss" } & MeanMaxLoss | { "name": "label_cardinality_inconsistency" } & LabelCardinalityInconsistency | { "name": "adaptive_multi_label" } & AdaptiveMultiLabel | { "name": "cvirs" } & Cvirs | { "name": "summed_entropy" } & SummedEntropy | { "name": "random" } & Random;

/**
 * One line of the menu.
 */
export type StrategyInfo = { 
/**
 * As on the wire.
 */
name: string, 
/**
 * As a heading.
 */
title: string, 
/**
 * `baseline`, `uncertainty`, `committee`, `gradient`, `representation`, `combined`, `wrapper`, `adaptive` or `multi-label`.
 */
family: string, 
/**
 * Where it comes from.
 */
paper: string, 
/**
 * The score in one line.
 */
formula: string, 
/**
 * How the time for one selection grows: N candidates, L answers, n asked for, d numbers a text, C labels, M committee members.
 */
cost: string, 
/**
 * `nothing`, `features`, `probabilities` or `committee`.
 */
needs: string, 
/**
 * Whether it can be used with one label a text.
 */
singleLabel: boolean, 
/**
 * Whether it can be used where a text can have several labels.
 */
multiLabel: boolean, 
/**
 * What it picks and when to use it.
 */
summary: string, };

/**
 * One strategy over all seeds.
 */
export type StrategySummary = { 
/**
 * Its name.
 */
strategy: string, 
/**
 * The mean curve.
 */
curve: Array<MeanPoint>, 
/**
 * Accuracy at the curve's end.
 */
accuracy: Mean, 
/**
 * Macro-F1 at the curve's end.
 */
macroF1: Mean, 
/**
 * Normalised area under the accuracy curve: the mean accuracy on the way.
 */
area: Mean, 
/**
 * The areas compared with random's; absent for random itself, and where it was not replayed.
 */
comparison?: Comparison, };

/**
 * See the file's head.
 */
export type Subsample = { 
/**
 * The strategy that chooses.
 */
inner?: StrategyConfig, 
/**
 * Candidates that it sees; as many as are asked for where that is more.
 */
size?: number, };

/**
 * What the model would answer.
 */
export type Suggestion = { 
/**
 * The likeliest label.
 */
label: string, 
/**
 * Its probability, in `[0, 1]`.
 */
probability: number, 
/**
 * All that it would answer: the likeliest label; where a text may have several, those that apply with a probability of ½ or more,
 * likeliest first, perhaps none.
 */
labels: Array<string>, 
/**
 * Their probabilities, in the same order.
 */
probabilities: Array<number>, 
/**
 * `head` where the trained head says so; `label_names` where only the labels' names are known yet.
 */
source: string, };

/**
 * The curves of a study, summed up.
 */
export type Summary = { 
/**
 * One for each strategy, in the study's order.
 */
strategies: Array<StrategySummary>, 
/**
 * Replays of each strategy.
 */
seeds: number, 
/**
 * What must be known to read the comparison, in a sentence: too few seeds, or nothing to compare with.
 */
note?: string, };

/**
 * See the file's head.
 */
export type SummedEntropy = Record<symbol, never>;

/**
 * An answer that the others contradict, by what the model learns from them.
 */
export type SuspiciousAnswer = { 
/**
 * The document.
 */
id: number, 
/**
 * Its text.
 */
text: string, 
/**
 * The label given.
 */
label: string, 
/**
 * The label that a model without this answer gives.
 */
suggested: string, 
/**
 * The given label's probability by that model, in `[0, 1]`: the lower, the more suspicious.
 */
selfConfidence: number, 
/**
 * The suggested label's.
 */
confidence: number, 
/**
 * Why, in a sentence.
 */
reason: string, };

/**
 * See the file's head.
 */
export type TypiClust = { 
/**
 * Most groups that are made, 1 to 500. The time grows with it.
 */
maxClusters: number, };

/**
 * See the file's head.
 */
export type VariationRatio = Record<symbol, never>;

/**
 * See the file's head.
 */
export type VoteEntropy = Record<symbol, never>;

/**
 * Something odd about the source. Many alike are folded into one.
 */
export type Warning = { 
/**
 * The first row that it is about, counted from 1 as a spreadsheet does: a header is row 1. Absent where it is about the file.
 */
row?: number, 
/**
 * What kind, for programs: never changes its spelling.
 */
code: string, 
/**
 * What, where and what was done about it, for a person.
 */
message: string, 
/**
 * How many times.
 */
count: number, };

/**
 * A failure as JavaScript sees it.
 */
export type WireError = { 
/**
 * Stable: see `error::Code`.
 */
code: string, 
/**
 * What happened and what to do.
 */
message: string, };
