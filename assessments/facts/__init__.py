"""Facts come from records: what the portal already knows, turned into what the rules of a scheme want to know.

SOURCES                       key → Source (label, one sentence, audiences, gives, params, uses_sharing)
units_of(scheme)              [Unit, …]: everybody the scheme scores, in official order
take(scheme, units, day=)     yields (unit, {indicator pk: Facts}) for every leaf with a source, one unit at a time
city(scheme, day=)            {indicator pk: Facts} with every shared record once: what the units' sums are held against
links_for(user, keys)         {key of an Item: address} of the records this person may see
Source.complete(params)       Indicator.source_params with the defaults; Param.fault says what is wrong with one

The number of queries follows from the sources used, never from the units. Records are loaded when the first unit is
asked for and kept while the iterator lives; nothing else is kept, so thousands of units pass in little memory.

What counts: an activity from the day its report is accepted (办结), as in the duty matrix; before that it is shown and
not counted, cancelled it is not shown. It belongs to the period of its first day. What lies on days on which the unit
had no seat is shown and not counted. Nothing after `day` is looked at.
"""

from assessments.facts.links import links_for
from assessments.facts.source import Source
from assessments.facts.sources import SOURCES
from assessments.facts.taking import city, take
from assessments.facts.units import Span, Unit, units_of

__all__ = ["SOURCES", "Source", "Span", "Unit", "city", "links_for", "take", "units_of"]
