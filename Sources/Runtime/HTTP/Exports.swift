// What generated and hand-written services name in nearly every file (`Date`, `UUID`, statuses, header names, the logger): one
// import must do for it. A type of the service's own with the same name comes first.
@_exported public import FoundationEssentials
@_exported public import GatewayText
@_exported public import HTTPTypes
@_exported public import Logging
