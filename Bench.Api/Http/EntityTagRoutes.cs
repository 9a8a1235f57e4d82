namespace Bench.Api.Http;

/// <summary>Reads whose answer carries a tag: a client that sends the tag again gets 304 where nothing has changed.
/// What is done and what the contract says of it are one thing here.</summary>
internal static class EntityTagRoutes
{
    static readonly ProducesResponseTypeMetadata Unchanged = new(StatusCodes.Status304NotModified, typeof(void));

    /// <summary>A group of routes that all read.</summary>
    /// <param name="api">Routes of the API.</param>
    /// <param name="prefix">Path that all of them begin with.</param>
    /// <param name="tag">Tag of the routes in the contract.</param>
    public static RouteGroupBuilder MapReads(this RouteGroupBuilder api, string prefix, string tag) =>
        Told(api.MapGroup(prefix).WithTags(tag).AddEndpointFilter<EntityTagFilter>());

    /// <summary>Has routes that read answer so.</summary>
    public static T WithEntityTag<T>(this T routes)
        where T : IEndpointConventionBuilder => routes.AddEndpointFilter<T, EntityTagFilter>().WithMetadata(Unchanged);

    /// <summary>The contract lists it after the answers that each route has of its own.</summary>
    static RouteGroupBuilder Told(RouteGroupBuilder reads)
    {
        ((IEndpointConventionBuilder)reads).Finally(route => route.Metadata.Add(Unchanged));
        return reads;
    }
}
