// What GatewayRuntime exports to whoever imports it, without the modules that fuzz targets do without.
@_exported public import FoundationEssentials
@_exported public import GatewayText
