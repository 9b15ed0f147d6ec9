//! Whether the first row of a table names its columns, and the names that everybody uses. Knows no format.

use std::collections::HashSet;

/// How many rows the first is compared with.
const COMPARED: usize = 200;
/// Longer than this is a sentence, not a name.
const NAME: usize = 64;

/// Names of text columns in several languages, best first.
pub(super) const TEXT: &[&str] = &[
    "text",
    "texts",
    "message",
    "sentence",
    "utterance",
    "document",
    "content",
    "body",
    "comment",
    "review",
    "tweet",
    "post",
    "question",
    "query",
    "sms",
    "abstract",
    "description",
    "summary",
    "transcript",
    "snippet",
    "passage",
    "paragraph",
    "input",
    "prompt",
    "response",
    "feedback",
    "note",
    "notes",
    "article",
    "headline",
    "title",
    "subject",
    "answer_text",
    "data",
    "story",
    "verbatim",
    "narrative",
    "reason",
    "texto",
    "mensaje",
    "comentario",
    "frase",
    "oración",
    "pregunta",
    "contenido",
    "texte",
    "commentaire",
    "phrase",
    "contenu",
    "nachricht",
    "satz",
    "kommentar",
    "inhalt",
    "beschreibung",
    "frage",
    "testo",
    "messaggio",
    "commento",
    "domanda",
    "tekst",
    "bericht",
    "zin",
    "opmerking",
    "mensagem",
    "comentário",
    "conteúdo",
    "pergunta",
    "teks",
    "metin",
    "текст",
    "сообщение",
    "комментарий",
    "文本",
    "内容",
    "文章",
    "评论",
    "テキスト",
    "本文",
    "文",
    "텍스트",
    "내용",
    "نص",
    "النص",
    "טקסט",
    "κείμενο",
];

/// Names of label columns in several languages, best first.
pub(super) const LABEL: &[&str] = &[
    "label",
    "labels",
    "category",
    "class",
    "topic",
    "intent",
    "sentiment",
    "target",
    "tag",
    "tags",
    "categories",
    "classes",
    "topics",
    "intents",
    "emotion",
    "emotions",
    "type",
    "kind",
    "gold",
    "y",
    "annotation",
    "polarity",
    "code",
    "theme",
    "genre",
    "coarse_label",
    "label_text",
    "label_name",
    "stance",
    "group",
    "department",
    "priority",
    "rating",
    "stars",
    "etiqueta",
    "categoría",
    "categoria",
    "clase",
    "tema",
    "sentimiento",
    "étiquette",
    "etiquette",
    "catégorie",
    "classe",
    "sujet",
    "kategorie",
    "klasse",
    "thema",
    "etikett",
    "etichetta",
    "categorie",
    "onderwerp",
    "rótulo",
    "rotulo",
    "kategori",
    "etiket",
    "kategoria",
    "метка",
    "категория",
    "класс",
    "тема",
    "标签",
    "类别",
    "分类",
    "ラベル",
    "カテゴリ",
    "레이블",
    "분류",
    "تصنيف",
    "תווית",
    "ετικέτα",
];

/// Other names that show that a row is a header.
const OTHER: &[&str] = &[
    "id",
    "ids",
    "uid",
    "uuid",
    "guid",
    "index",
    "idx",
    "date",
    "time",
    "timestamp",
    "created_at",
    "author",
    "user",
    "username",
    "name",
    "source",
    "url",
    "lang",
    "language",
    "score",
    "split",
];

/// A name as it is compared: trimmed, in small letters.
pub(super) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether a row holds a name that everybody uses, and nothing that is as long as a sentence.
pub(super) fn names_something(row: &[String]) -> bool {
    let known = |cell: &String| {
        let name = folded(cell);
        [TEXT, LABEL, OTHER].iter().any(|list| list.contains(&name.as_str()))
    };
    row.iter().all(|cell| cell.chars().count() <= NAME) && row.iter().any(known)
}

/// Whether the first row names the columns.
pub(super) fn looks_like_one(rows: &[Vec<String>]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return false };
    let rest = &rest[..rest.len().min(COMPARED)];
    let blank = first.iter().all(|cell| cell.trim().is_empty());
    let number = |cell: &str| cell.trim().parse::<f64>().is_ok();
    let unlike_a_name = |cell: &String| number(cell) || cell.chars().count() > NAME || cell.contains(['\n', '\r']);
    if blank || first.iter().any(unlike_a_name) {
        return false;
    }
    // `text,label`: nobody's data. But a lone `Question` or `Tag` may be a text.
    if names_something(first) && (first.len() > 1 || !rest.iter().any(|row| row.first() == first.first())) {
        return true;
    }
    if rest.is_empty() || first.len() == 1 && first[0].contains(' ') {
        return false;
    }
    let mut distinct = HashSet::new();
    if !first.iter().all(|cell| cell.trim().is_empty() || distinct.insert(folded(cell))) {
        return false;
    }
    let column = |at: usize| rest.iter().filter_map(move |row| row.get(at)).map(String::as_str).filter(|cell| !cell.trim().is_empty());
    // What comes again further down is data.
    if first.iter().enumerate().any(|(at, name)| !name.trim().is_empty() && column(at).any(|cell| cell == name)) {
        return false;
    }
    // A column of numbers or of much longer texts under a short word: the word is its name.
    let contrast = |(at, name): (usize, &String)| {
        let (mut cells, mut numbers, mut length) = (0_usize, 0_usize, 0_usize);
        for cell in column(at) {
            cells += 1;
            numbers += usize::from(number(cell));
            length += cell.chars().count();
        }
        cells > 0 && !name.trim().is_empty() && (numbers == cells || length > 3 * cells * name.chars().count() && !name.contains(' '))
    };
    if first.iter().enumerate().any(contrast) {
        return true;
    }
    // Otherwise every cell must look like an identifier.
    let identifier =
        |cell: &String| cell.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ')) && cell.split_whitespace().count() <= 3;
    first.len() > 1 && first.iter().all(identifier) && first.iter().any(|cell| cell.contains('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(rows: &[&[&str]]) -> bool {
        looks_like_one(&rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect::<Vec<_>>())
    }

    #[test]
    fn known_names_are_a_header() {
        assert!(decided(&[&["text", "label"], &["a", "b"]]));
        assert!(decided(&[&["Texte", "Catégorie"], &["un deux", "x"]]));
        assert!(decided(&[&["foo", " Label "]]));
    }

    #[test]
    fn unknown_names_over_longer_texts_or_numbers_are_a_header() {
        assert!(decided(&[&["v1", "v2", ""], &["ham", "Go until jurong point, crazy", ""], &["spam", "Free entry in a weekly contest", ""]]));
        assert!(decided(&[&["foo", "bar"], &["one", "1"], &["two", "2"]]));
    }

    #[test]
    fn data_is_no_header() {
        assert!(!decided(&[&["3", "Fears for pension", "Unions say"], &["4", "The race", "Toronto"]]));
        assert!(!decided(&[&["ham", "Ok"], &["spam", "Free entry"], &["ham", "See you"]]));
        assert!(!decided(&[&["My favourite food is anything I did not have to cook myself, as always and for ever.", "27"], &["x", "2"]]));
        assert!(!decided(&[&["Hello there"], &["How are you today my friend"]]));
    }
}
