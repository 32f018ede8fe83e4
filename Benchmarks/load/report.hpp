// One run as a line of JSON (for bench) or of text (for people).
#pragma once
#include "measurement.hpp"

void printJSON(const Options&, const Swarm&, const Measurement&, bool withAllocations);
void printLine(const Options&, const Swarm&, const Measurement&);
