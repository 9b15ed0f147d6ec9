//! From a request to its reply: one line a call. Owns no state and no rule of its own.

use crate::corpus::Event;
use crate::corpus::import;
use crate::error::Result;
use crate::session::Session;
use crate::strategy;

use super::{ExportFormat, Reply, Request};

/// Carries a request out.
///
/// # Errors
/// Those of the session's method; the session is unchanged then.
pub fn dispatch(session: &mut Session, request: Request) -> Result<Reply> {
    let undone = |session: &mut Session, event: &Event| {
        let documents = event.leaves().iter().filter(|leaf| leaf.document().is_some()).count();
        Reply::Undone { id: event.document(), documents, status: session.status() }
    };
    let status = |session: &mut Session| Reply::Status { status: session.status() };
    Ok(match request {
        Request::Inspect { source, options } => Reply::Preview { preview: import::inspect(&source, &options)? },
        Request::Import { source, options } => Reply::Imported { imported: session.import(&source, &options)? },
        Request::SetLabels { labels } => {
            session.set_labels(labels)?;
            status(session)
        }
        Request::Query { strategy, count } => Reply::Items { items: session.query(strategy.as_ref(), count)? },
        Request::Item { id } => Reply::Item { item: session.item(id)?, answered: session.is_answered(id)? },
        Request::Annotate { id, label, audit, asked_by, at } => {
            session.annotate(id, label, audit, asked_by, at)?;
            status(session)
        }
        Request::AnnotateSet { id, labels, audit, asked_by, at } => {
            session.apply(Event::AnnotateSet { document: id, labels, audit, asked_by, at })?;
            status(session)
        }
        Request::AnnotateMany { ids, labels, at } => {
            let documents = session.annotate_many(&ids, &labels, at)?;
            Reply::Changed { documents, status: session.status() }
        }
        Request::UnlabelMany { ids, at } => {
            let documents = session.unlabel_many(&ids, at)?;
            Reply::Changed { documents, status: session.status() }
        }
        Request::Flag { id, note, at } => {
            session.apply(Event::Flag { document: id, note, at })?;
            status(session)
        }
        Request::Unflag { id, at } => {
            session.apply(Event::Unflag { document: id, at })?;
            status(session)
        }
        Request::EditLabels { labels, renames, at } => {
            session.edit_labels(labels, renames, at)?;
            Reply::Labels { labels: session.labels().as_slice().to_vec() }
        }
        Request::Options => Reply::Options { options: session.options().clone(), status: session.status() },
        Request::SetOptions { changes } => {
            session.set_options(session.options().with(changes))?;
            Reply::Options { options: session.options().clone(), status: session.status() }
        }
        Request::Skip { id, audit, unsure, at } => {
            session.apply(Event::Skip { document: id, audit, unsure, at })?;
            status(session)
        }
        Request::Unlabel { id, at } => {
            session.apply(Event::Unlabel { document: id, at })?;
            status(session)
        }
        Request::Undo => {
            let event = session.undo()?;
            undone(session, &event)
        }
        Request::Redo => {
            let event = session.redo()?;
            undone(session, &event)
        }
        Request::AdoptSourceLabels { at } => {
            session.adopt_source_labels(at);
            status(session)
        }
        Request::Answered { offset, limit } => {
            let (total, documents) = session.answered(offset, limit);
            Reply::Answered { total, documents }
        }
        Request::MergeProject { bytes, name, at } => {
            let merged = session.merge_project(&bytes, name.as_deref(), at)?;
            Reply::Merged { merged, status: session.status() }
        }
        Request::Agreement => Reply::Agreement { agreement: session.agreement() },
        Request::Disagreements { offset, limit } => {
            let (total, documents) = session.disagreements(offset, limit);
            Reply::Disagreements { total, documents }
        }
        Request::ExportAnnotators => Reply::Exported { exported: session.export_annotators()? },
        Request::Browse { filter, sort, offset, limit } => {
            let (total, rows) = session.browse(&filter, sort, offset, limit)?;
            Reply::Rows { total, rows }
        }
        Request::BrowseIds { filter, sort } => Reply::Ids { ids: session.browse_ids(&filter, sort)? },
        Request::History { id } => Reply::History { events: session.history(id)? },
        Request::Predict => Reply::Predictions { predictions: session.predict()? },
        Request::Evaluate => Reply::Evaluation { evaluation: session.evaluate()? },
        Request::LabelIssues { limit } => Reply::LabelIssues { issues: session.label_issues(limit)? },
        Request::GoldColumns => Reply::GoldColumns { columns: session.gold_columns() },
        Request::Simulate { options } => Reply::Simulation { simulation: session.simulate(&options)? },
        Request::ExportAnnotations { format: ExportFormat::Csv } => Reply::Exported { exported: session.export_csv()? },
        Request::ExportAnnotations { format: ExportFormat::Jsonl } => Reply::Exported { exported: session.export_jsonl()? },
        Request::ExportHead => Reply::Exported { exported: session.export_head()? },
        Request::Save => Reply::Exported { exported: session.save()? },
        Request::Restore { bytes } => {
            session.restore(&bytes)?;
            status(session)
        }
        Request::Status => status(session),
        Request::Labels => Reply::Labels { labels: session.labels().as_slice().to_vec() },
        Request::ListStrategies => Reply::Strategies { strategies: strategy::menu() },
    })
}
