// One run as a line of JSON (for bench) or of text (for people).
#pragma once
#include "measurement.hpp"

void printJSON(const Options&, const Swarm&, const Measurement&, bool withAllocations);
void printLine(const Options&, const Swarm&, const Measurement&);
/// `left` clients had not been let go when the time was over.
void printDrain(const Options&, const Swarm&, const Measurement&, double broadcast, double firstGone, double lastGone, u64 left);
