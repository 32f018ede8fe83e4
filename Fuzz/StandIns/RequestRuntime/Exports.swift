// What GatewayRuntime exports to whoever imports it, without the modules that this target does without.
@_exported public import FoundationEssentials
@_exported public import GatewayText
@_exported public import HTTPTypes
