using Bench.Api.Auth;
using Bench.Api.Http;

namespace Bench.Api.Inquiries;

/// <summary>Parts that all routes of inquiries share.</summary>
internal static class InquiryRoutes
{
    /// <summary>A group of routes that read, with tags of what they answer.</summary>
    public static RouteGroupBuilder MapInquiries(this RouteGroupBuilder api, string prefix, string tag) =>
        api.MapGroup(prefix).WithTags(tag).AddEndpointFilter(new EntityTagFilter());

    /// <summary>Routes by which submitters change something.</summary>
    public static RouteGroupBuilder MapSubmitters(this RouteGroupBuilder inquiries) =>
        inquiries
            .MapGroup("")
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(409);

    /// <summary>Starts something that counts as an evaluation of the key.</summary>
    public static RouteHandlerBuilder Starts(this RouteHandlerBuilder route, string name) =>
        route.AddEndpointFilter<RateLimitHeaders>().WithName(name).ProducesProblem(400).ProducesProblem(422);

    /// <summary>Reads one inquiry.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, string name) =>
        route.WithName(name).Produces(304).ProducesProblem(404);
}
