// What generated and hand-written services name in nearly every file: they should need one import for it.
@_exported public import struct FoundationEssentials.Date
@_exported public import struct FoundationEssentials.Decimal
@_exported public import struct FoundationEssentials.URL
@_exported public import struct FoundationEssentials.UUID
@_exported public import HTTPTypes
@_exported public import Logging
