/** How a gateway is trusted, and who asks it. */
export interface GatewayAccess {
	/** Authorities of its certificate, in PEM, in place of those that Node trusts. */
	readonly authorities?: string | undefined;
	/** Whether its certificate is not checked at all. */
	readonly isUnchecked?: boolean;
	/** The token that each request carries; never shown. */
	readonly token?: string | undefined;
}
