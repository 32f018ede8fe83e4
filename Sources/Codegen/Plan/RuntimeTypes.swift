/// What generated code can see of the runtime by name; a test holds the list to the runtime's sources.
enum RuntimeTypes {
    /// The public types, without those that other modules lend it.
    static let names: Set<String> = [
        "AcceptedFrames", "AnyHub", "AppSettings", "AsyncHubHandler", "CalendarDate", "CloseReason",
        "ContentSecurityPolicy", "Cookies", "DecodingFailure", "FileBody", "FileOptions", "FormattedText",
        "HTTPError", "HTTPServer", "Hub", "HubAdmission", "HubClient", "HubHandler", "HubMetrics", "HubProgram",
        "HubReceivable", "HubRoom", "HubSendable", "HubSettings", "IntegerWidth", "InvalidMessagePolicy",
        "JSONCodable", "JSONDecodable", "JSONEncodable", "JSONKey", "JSONObjectEncodable", "JSONOptions",
        "JSONReader", "JSONSyntaxError", "JSONValue", "JSONWriter", "LengthBounds", "LimitSettings", "LogFormat",
        "LogSettings", "LogThreshold", "MessageRate", "NumberRules", "ObjectSchema", "ParameterForm", "Patch",
        "PathParameters", "Pattern", "PatternError", "Problem", "ProgramHubHandler", "QueryParameters", "Request",
        "RequestBody", "RequestContext", "RequestReader", "Response", "ResponseBody", "ResponseStream", "RoomInfo",
        "RouteError", "RouteInfo", "RouteMethod", "RouteOptions", "RoutePattern", "Routes", "ServerAddress",
        "ServerError", "Service", "ServiceAPI", "ServiceConfig", "ServiceDescriptor", "ServiceHubs",
        "ServiceSettings", "SettingError", "SlowClientPolicy", "StringRules", "TemplateText", "TimeoutSettings",
        "TypeSchema", "TypeTable", "ValidationFailure", "ValueTemplate", "Violation", "WebSocketCloseCode",
        "WebSocketDeflateSettings", "WebSocketMessage", "WebSocketMessageKind", "WebSocketOriginPolicy",
    ]
}
