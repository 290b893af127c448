"""The smallest package that has something to reconcile: two articles' figures of one storm."""

from small_profile import QUALIFIERS, Rows, claim

SOURCE = {"outlet_id": "gazette", "language": "en", "source_type": "news_report", "coding_scope": "not_held"}
EVENT = {"event_type": "attack", "time_precision": "not_stated", "summary": "An invented storm."}
MEASURE = {"value_type": "count", "unit": "person", "is_additive": "true", "is_cumulative": "true"}

STORM: dict[str, Rows] = {
    "actors": [{"actor_id": "gazette", "name": "The Gazette", "actor_type": "outlet"}],
    "sources": [{"source_id": "source-1", **SOURCE}],
    "places": [{"place_id": "town", "name": "Town", "place_type": "city"}],
    "events": [{"event_id": "storm", "title": "The storm", **EVENT, "place_id": "town"}],
    "measures": [{"measure_id": "injured", "title": "Injured", **MEASURE, "description": "People injured."}],
    "qualifiers": QUALIFIERS[:1],
    "claims": [claim("claim-1", "injured", 3), claim("claim-2", "injured", 5)],
}
